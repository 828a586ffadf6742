// Cells that lead on to another page of the application, without loading it anew: to the address that their row
// gives, or else to the trace of the id that they hold; a blank cell leads nowhere.
const dagcomponentfuncs = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

dagcomponentfuncs.PageLink = (props) =>
    props.value
        ? React.createElement(
              window.dash_core_components.Link,
              { href: props.data["link:" + props.colDef.field] || "/trace?id=" + encodeURIComponent(props.value) },
              props.value
          )
        : null;
