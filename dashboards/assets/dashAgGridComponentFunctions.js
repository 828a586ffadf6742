// Cells that lead on to another page of the application, without loading it anew.
const dagcomponentfuncs = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

dagcomponentfuncs.PageLink = (props) =>
    React.createElement(
        window.dash_core_components.Link,
        { href: props.data["link:" + props.colDef.field] },
        props.value
    );
