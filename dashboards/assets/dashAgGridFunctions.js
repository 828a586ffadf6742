// Compares printed numbers by their digits: a JavaScript number would lose fen above 90 trillion yuan.
const dagfuncs = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

const digitsOf = (text, places) => {
    const [whole, fraction = ""] = text.replace("−", "-").replaceAll(/[,%]/g, "").split(".");
    return BigInt(whole + fraction.padEnd(places, "0"));
};

dagfuncs.byNumber = (a, b) => {
    if (!a || !b) {
        return a ? 1 : b ? -1 : 0;
    }
    const places = Math.max(...[a, b].map((text) => (text.replace("%", "").split(".")[1] || "").length));
    const difference = digitsOf(a, places) - digitsOf(b, places);
    return difference > 0n ? 1 : difference < 0n ? -1 : 0;
};
