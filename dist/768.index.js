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
/* harmony import */ var _errors_attempt_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3978);
/* harmony import */ var _messages_network_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3578);




function proxyFor(url) {
    const target = new URL(url);
    if ((0,_actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_0__/* .checkBypass */ .H)(target))
        return '';
    const variable = url.startsWith('https:') ? 'https_proxy' : 'http_proxy';
    const value = process.env[variable] || process.env[variable.toUpperCase()];
    const proxy = (0,_actions_http_client_lib_proxy__WEBPACK_IMPORTED_MODULE_0__/* .getProxyUrl */ .s)(target)?.href ?? '';
    if (!value || (/^https?:/.test(proxy) && hasDecodableCredentials(proxy)))
        return proxy;
    throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ('api-failed', (0,_messages_network_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyUnusable */ .eA)(variable), { hint: (0,_messages_network_js__WEBPACK_IMPORTED_MODULE_2__/* .proxyHint */ .CJ)(variable) });
}
function passwordsOf(proxy) {
    const { password = '' } = proxy === '' ? {} : new URL(proxy);
    return [...new Set([password, decodeURIComponent(password)])].filter(text => text !== '');
}
function hasDecodableCredentials(proxy) {
    const { username, password } = new URL(proxy);
    return (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_3__/* .attempt */ .C)(() => decodeURIComponent(`${username}:${password}`)) !== undefined;
}


/***/ }),

/***/ 3578:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CJ: () => (/* binding */ proxyHint),
/* harmony export */   KH: () => (/* binding */ connectionEndedEarly),
/* harmony export */   VY: () => (/* binding */ certificateHint),
/* harmony export */   eA: () => (/* binding */ proxyUnusable),
/* harmony export */   i$: () => (/* binding */ proxyFailed),
/* harmony export */   nv: () => (/* binding */ connectionClosed),
/* harmony export */   rZ: () => (/* binding */ proxyRefused),
/* harmony export */   rt: () => (/* binding */ bytesAfterResponse),
/* harmony export */   wt: () => (/* binding */ certificateRefused)
/* harmony export */ });
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5539);

function proxyUnusable(variable) {
    return `The environment variable ${variable} does not hold the URL of an HTTP proxy`;
}
const proxyHint = (variable) => `In the environment of the runner, set ${variable} to http://HOST:PORT or https://HOST:PORT. Put percent-encoded credentials before the host: http://USER:PASSWORD@HOST:PORT. List hosts that need no proxy in no_proxy.`;
const proxyRefused = (status) => `the proxy opened no tunnel: it responded with ${status}`;
const proxyFailed = (problem) => `the proxy opened no tunnel: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(problem)}`;
const connectionEndedEarly = () => 'the connection ended before the response was complete';
const connectionClosed = () => 'the connection was closed without a response';
const bytesAfterResponse = () => 'the server sent more bytes than its Content-Length';
const certificateRefused = (host, code) => `the TLS certificate of ${host} cannot be verified (${code})`;
const CERTIFICATE_ADVICE = {
    CERT_HAS_EXPIRED: 'Renew the certificate, or correct the clock of the runner. ',
    CERT_NOT_YET_VALID: 'Correct the clock of the runner, or replace the certificate. ',
    ERR_TLS_CERT_ALTNAME_INVALID: 'Use a host name that the certificate contains. '
};
const certificateHint = (code) => `${CERTIFICATE_ADVICE[code] ?? ''}If the server or a proxy uses its own certificate authority, save its certificate as a PEM file. Then set NODE_EXTRA_CA_CERTS in \`env:\` of the step to the path of this file.`;


/***/ }),

/***/ 9783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ checkBypass),
/* harmony export */   s: () => (/* binding */ getProxyUrl)
/* harmony export */ });
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map

/***/ })

};
