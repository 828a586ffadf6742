// Draws what dashboards/still.py sends as one component: trees of [element, attributes, children], and texts.
"use strict";

(() => {
    const draw = (tree, place) => {
        if (typeof tree === "string") {
            return tree;
        }
        const [element, attributes, children] = tree;
        const kind = element === "Link" ? window.dash_core_components.Link : element;
        return React.createElement(kind, { ...attributes, key: place }, ...children.map(draw));
    };
    window.hengliang = { Still: (given) => React.createElement(React.Fragment, null, ...given.trees.map(draw)) };
})();
