// A cell that leads to the trace of what it names; the text is set as text, so that no id can be markup.
const dagcomponents = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

dagcomponents.TraceLink = (props) =>
    props.value
        ? React.createElement("a", { href: "/trace?id=" + encodeURIComponent(props.value) }, props.value)
        : null;
