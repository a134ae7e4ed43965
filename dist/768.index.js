export const id = 768;
export const ids = [768];
export const modules = {

/***/ 768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   passwordsOf: () => (/* binding */ passwordsOf),
/* harmony export */   proxyFor: () => (/* binding */ proxyFor)
/* harmony export */ });
/* harmony import */ var _actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9783);
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50);


/**
 * The proxy for requests to a URL, as @actions/http-client finds it in the environment: `https_proxy`, `http_proxy`,
 * `no_proxy`. Empty where there is none.
 *
 * @throws ActionError for what is no address of an HTTP proxy: http-client would go without, or fail in its midst
 */
function proxyFor(url) {
    const to = new URL(url);
    if ((0,_actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_0__/* .checkBypass */ .H)(to))
        return '';
    const name = url.startsWith('https:') ? 'https_proxy' : 'http_proxy';
    const given = process.env[name] || process.env[name.toUpperCase()];
    const proxy = (0,_actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_0__/* .getProxyUrl */ .s)(to)?.href ?? '';
    if (!given || (/^https?:/.test(proxy) && hasDecodableLogin(proxy)))
        return proxy;
    // Not what was given: a password may be in it.
    throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('api-failed', `The proxy that ${name} names cannot be used`, {
        hint: `In the environment of the runner, set ${name} to http://HOST:PORT or https://HOST:PORT, with http://USER:PASSWORD@HOST:PORT where it wants a login (percent-encoded); no_proxy names hosts that need none.`
    });
}
/** What of a proxy's address is a secret, as it is written there and as it is. */
function passwordsOf(proxy) {
    const { password = '' } = proxy === '' ? {} : new URL(proxy);
    return [...new Set([password, decodeURIComponent(password)])].filter(text => text !== '');
}
function hasDecodableLogin(proxy) {
    const { username, password } = new URL(proxy);
    try {
        decodeURIComponent(`${username}:${password}`);
        return true;
    }
    catch {
        return false;
    }
}


/***/ })

};
