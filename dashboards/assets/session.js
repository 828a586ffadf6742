// A session that ended answers every request of a page with 401: then the page goes to the log-in, which leads back.
"use strict";

(() => {
    const ask = window.fetch;
    window.fetch = async (...given) => {
        const answer = await ask(...given);
        if (answer.status === 401 && new URL(answer.url).origin === window.location.origin) {
            const here = window.location.pathname + window.location.search;
            window.location.assign("/login?next=" + encodeURIComponent(here));
        }
        return answer;
    };
})();
