// Cells that lead on to another page of the application, without loading it anew; a blank cell leads nowhere.
const dagcomponentfuncs = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

dagcomponentfuncs.PageLink = (props) =>
    props.value
        ? React.createElement(
              window.dash_core_components.Link,
              { href: props.data["link:" + props.colDef.field] },
              props.value
          )
        : null;
