// The traces that the pages draw; scatter is part of the core. A test holds them against the figures.
const Plotly = require("plotly.js/lib/core");

Plotly.register([
  require("plotly.js/lib/bar"),
  require("plotly.js/lib/heatmap"),
  require("plotly.js/lib/treemap"),
  require("plotly.js/lib/waterfall"),
]);

module.exports = Plotly;
