import * as __WEBPACK_EXTERNAL_MODULE__no_undici_cjs_d571f65a__ from "./no-undici.cjs";
import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 1916:
/***/ ((__unused_webpack_module, exports) => {

var __webpack_unused_export__;

__webpack_unused_export__ = true;
exports.Io = __webpack_unused_export__ = void 0;
var peq = new Uint32Array(0x10000);
var myers_32 = function (a, b) {
    var n = a.length;
    var m = b.length;
    var lst = 1 << (n - 1);
    var pv = -1;
    var mv = 0;
    var sc = n;
    var i = n;
    while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
    }
    for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= ((eq & pv) + pv) ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
            sc++;
        }
        if (pv & lst) {
            sc--;
        }
        mv = (mv << 1) | 1;
        pv = (pv << 1) | ~(xv | mv);
        mv &= xv;
    }
    i = n;
    while (i--) {
        peq[a.charCodeAt(i)] = 0;
    }
    return sc;
};
var myers_x = function (b, a) {
    var n = a.length;
    var m = b.length;
    var mhc = [];
    var phc = [];
    var hsize = Math.ceil(n / 32);
    var vsize = Math.ceil(m / 32);
    for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
    }
    var j = 0;
    for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
            var eq = peq[a.charCodeAt(i)];
            var pb = (phc[(i / 32) | 0] >>> i) & 1;
            var mb = (mhc[(i / 32) | 0] >>> i) & 1;
            var xv = eq | mv_1;
            var xh = ((((eq | mb) & pv_1) + pv_1) ^ pv_1) | eq | mb;
            var ph = mv_1 | ~(xh | pv_1);
            var mh = pv_1 & xh;
            if ((ph >>> 31) ^ pb) {
                phc[(i / 32) | 0] ^= 1 << i;
            }
            if ((mh >>> 31) ^ mb) {
                mhc[(i / 32) | 0] ^= 1 << i;
            }
            ph = (ph << 1) | pb;
            mh = (mh << 1) | mb;
            pv_1 = mh | ~(xv | ph);
            mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
            peq[b.charCodeAt(k)] = 0;
        }
    }
    var mv = 0;
    var pv = -1;
    var start = j * 32;
    var vlen = Math.min(32, m - start) + start;
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
    }
    var score = m;
    for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = (phc[(i / 32) | 0] >>> i) & 1;
        var mb = (mhc[(i / 32) | 0] >>> i) & 1;
        var xv = eq | mv;
        var xh = ((((eq | mb) & pv) + pv) ^ pv) | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += (ph >>> (m - 1)) & 1;
        score -= (mh >>> (m - 1)) & 1;
        if ((ph >>> 31) ^ pb) {
            phc[(i / 32) | 0] ^= 1 << i;
        }
        if ((mh >>> 31) ^ mb) {
            mhc[(i / 32) | 0] ^= 1 << i;
        }
        ph = (ph << 1) | pb;
        mh = (mh << 1) | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
    }
    for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
    }
    return score;
};
var distance = function (a, b) {
    if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
    }
    if (b.length === 0) {
        return a.length;
    }
    if (a.length <= 32) {
        return myers_32(a, b);
    }
    return myers_x(a, b);
};
exports.Io = distance;
var closest = function (str, arr) {
    var min_distance = Infinity;
    var min_index = 0;
    for (var i = 0; i < arr.length; i++) {
        var dist = distance(str, arr[i]);
        if (dist < min_distance) {
            min_distance = dist;
            min_index = i;
        }
    }
    return arr[min_index];
};
__webpack_unused_export__ = closest;


/***/ }),

/***/ 9381:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

var x = (y) => {
	var x = {}; __nccwpck_require__.d(x, y); return x
} 
var y = (x) => (() => (x))
module.exports = x({ ["fetch"]: () => (__WEBPACK_EXTERNAL_MODULE__no_undici_cjs_d571f65a__.fetch) });

/***/ }),

/***/ 4046:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("./no-undici.cjs");

/***/ }),

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 5317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 6466:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 8877:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:v8");

/***/ }),

/***/ 714:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:vm");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 2203:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("stream");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 3557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 6389:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Nj: () => (/* binding */ guarded),
/* harmony export */   Og: () => (/* binding */ closeAllGuards),
/* harmony export */   _s: () => (/* binding */ closeGuard),
/* harmony export */   lK: () => (/* binding */ forgetGuard),
/* harmony export */   ow: () => (/* binding */ createGuard)
/* harmony export */ });
const BUSY = 0;
const CLOSED = 1;
const MAX_WAIT = 2000;
const guards = new Set();
function createGuard() {
    const guard = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    guards.add(guard);
    return guard;
}
function guarded(guard, create) {
    if (guard === undefined)
        return create();
    Atomics.store(guard, BUSY, 1);
    try {
        if (Atomics.load(guard, CLOSED) === 0)
            return create();
    }
    finally {
        Atomics.store(guard, BUSY, 0);
        Atomics.notify(guard, BUSY);
    }
    for (;;)
        Atomics.wait(guard, CLOSED, 1);
}
function closeGuard(guard) {
    guards.delete(guard);
    Atomics.store(guard, CLOSED, 1);
    Atomics.wait(guard, BUSY, 1, MAX_WAIT);
}
function forgetGuard(guard) {
    guards.delete(guard);
}
function closeAllGuards() {
    for (const guard of guards)
        closeGuard(guard);
}


/***/ }),

/***/ 50:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Jx: () => (/* binding */ TOKEN_CODES),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   z6: () => (/* binding */ asActionError)
/* harmony export */ });
/* harmony import */ var _messages_error_codes_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6549);

const TROUBLESHOOTING = 'https://github.com/artifact-action/artifact-action/blob/main/docs/TROUBLESHOOTING.md';
const TOKEN_CODES = ['api-unauthorized', 'api-forbidden'];
class ActionError extends Error {
    name = 'ActionError';
    code;
    hint;
    constructor(code, message, details = {}) {
        super(message, { cause: details.cause });
        this.code = code;
        this.hint = details.hint;
    }
    get title() {
        return (0,_messages_error_codes_js__WEBPACK_IMPORTED_MODULE_0__/* .errorTitle */ .JU)(this.code);
    }
    get explanation() {
        return (0,_messages_error_codes_js__WEBPACK_IMPORTED_MODULE_0__/* .errorExplanation */ .sF)(this.code, this.message, this.hint);
    }
    get page() {
        return `${TROUBLESHOOTING}#${this.code}`;
    }
}
function messageOf(thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
}
function asActionError(thrown) {
    if (thrown instanceof ActionError)
        return thrown;
    return new ActionError('internal', (0,_messages_error_codes_js__WEBPACK_IMPORTED_MODULE_0__/* .unexpectedError */ .Wm)(messageOf(thrown)), { cause: thrown });
}


/***/ }),

/***/ 3978:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ attempt)
/* harmony export */ });
function attempt(call) {
    try {
        return call();
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 2635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RB: () => (/* binding */ sameRepository),
/* harmony export */   fq: () => (/* binding */ fullName),
/* harmony export */   n6: () => (/* binding */ webUrlOf)
/* harmony export */ });
function sameRepository(a, b) {
    return fullName(a).toLowerCase() === fullName(b).toLowerCase();
}
function fullName({ owner, repo }) {
    return `${owner}/${repo}`;
}
function webUrlOf(apiUrl) {
    const url = new URL(apiUrl);
    const path = url.pathname.replace(/\/api\/v\d+\/?$/, '').replace(/\/$/, '');
    return `${url.protocol}//${url.host.replace(/^api\.(?=github\.com$|.*\.ghe\.com$)/, '')}${path}`;
}


/***/ }),

/***/ 5691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(752);

await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .runProcess */ .R)();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 5997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   R1: () => (/* binding */ withPaths),
/* harmony export */   UQ: () => (/* binding */ errnoOf),
/* harmony export */   wO: () => (/* binding */ diskError)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6760);
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(50);
/* harmony import */ var _errors_attempt_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(3978);
/* harmony import */ var _messages_install_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(8947);






const STICKY = 0o1000;
function errnoOf(thrown) {
    const hasCode = typeof thrown === 'object' && thrown !== null && 'code' in thrown;
    return hasCode && typeof thrown.code === 'string' ? thrown.code : undefined;
}
function diskError(thrown, what, hint) {
    if (thrown instanceof _errors_action_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ)
        return thrown;
    const code = errnoOf(thrown) ?? '';
    const isFull = code === 'ENOSPC' || code === 'EDQUOT';
    return new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ(isFull ? 'disk-full' : 'disk-failed', (0,_messages_install_js__WEBPACK_IMPORTED_MODULE_4__/* .diskFailed */ .f5)(what, reasonOf(thrown)), {
        hint: hint ?? ((0,_messages_install_js__WEBPACK_IMPORTED_MODULE_4__/* .diskAdvice */ .OK)(code) || undefined),
        cause: thrown
    });
}
function reasonOf(thrown) {
    if (thrown instanceof _errors_action_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ)
        return thrown.title;
    const code = errnoOf(thrown) ?? '';
    const isDenied = code === 'EACCES' || code === 'EPERM';
    const denied = isDenied ? notWritable(thrown) : undefined;
    return (0,_messages_install_js__WEBPACK_IMPORTED_MODULE_4__/* .diskReason */ .CQ)(code, (0,_errors_action_error_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(thrown), denied);
}
function notWritable(error) {
    const { path, dest } = error;
    const denied = [dest, path].flatMap(one => (one === undefined ? [] : (deniedAt(one) ?? []))).at(0) ?? dest ?? path;
    if (denied === undefined)
        return undefined;
    if (process.platform === 'win32')
        return { path: denied };
    return { path: denied, owner: userOf(ownerOf(denied)), user: userOf(process.geteuid?.()) };
}
function deniedAt(path) {
    const parents = [];
    for (let at = path; at !== (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(at); parents.unshift(at))
        at = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(at);
    const closed = parents.find(parent => isDenied(parent, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.X_OK));
    const nearest = [path, ...parents.toReversed()].filter(one => ownerOf(one) !== undefined).slice(0, 2);
    const denied = closed ?? nearest.find(one => isDenied(one, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.W_OK) || (one === path && isHeldByOthers(one)));
    const target = denied === undefined ? undefined : targetOf(denied);
    return target === undefined ? denied : (deniedAt(target) ?? denied);
}
function ownerOf(path) {
    return statOf(path)?.uid;
}
function statOf(path) {
    return (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_5__/* .attempt */ .C)(() => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(path));
}
function isHeldByOthers(path) {
    const folder = statOf((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path));
    if (folder === undefined || (folder.mode & STICKY) === 0)
        return false;
    return ![0, folder.uid, ownerOf(path)].includes(process.geteuid?.());
}
function targetOf(path) {
    return (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_5__/* .attempt */ .C)(() => (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(path), (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readlinkSync)(path)));
}
function isDenied(path, mode) {
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.accessSync)(path, mode);
        return false;
    }
    catch (error) {
        return ['EACCES', 'EPERM'].includes(errnoOf(error) ?? '');
    }
}
function userOf(id) {
    return id === undefined ? undefined : { id, name: nameOf(id) };
}
function nameOf(id) {
    return (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_5__/* .attempt */ .C)(() => {
        const { uid, username } = (0,node_os__WEBPACK_IMPORTED_MODULE_1__.userInfo)();
        if (uid === id)
            return username;
        const entries = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)('/etc/passwd', 'utf8')
            .split('\n')
            .map(line => line.split(':'));
        return entries.find(([, , uid]) => uid === String(id))?.[0];
    });
}
function withPaths(thrown, rename) {
    const code = errnoOf(thrown);
    if (code === undefined || thrown instanceof _errors_action_error_js__WEBPACK_IMPORTED_MODULE_3__/* .ActionError */ .lZ)
        return thrown;
    const { stack = '', path, dest } = thrown;
    const renamed = (text) => (text === undefined ? undefined : rename(text));
    const copy = new Error(rename((0,_errors_action_error_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(thrown)));
    return Object.assign(copy, { stack: rename(stack), code, path: renamed(path), dest: renamed(dest) });
}


/***/ }),

/***/ 3241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ EventLoopPause)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8500);

const INTERVAL_MS = 20;
class EventLoopPause {
    #since = performance.now();
    get isDue() {
        return performance.now() - this.#since > INTERVAL_MS;
    }
    async wait() {
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setImmediate)();
        this.#since = performance.now();
    }
}


/***/ }),

/***/ 3843:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ retryBusy),
/* harmony export */   q: () => (/* binding */ WAITS_MS)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8500);
/* harmony import */ var _disk_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5997);


const TEMPORARY_ERRORS = new Set([
    ...['EEXIST', 'ENOTEMPTY', 'ENOENT', 'ENOTDIR', 'EISDIR'],
    ...['EPERM', 'EACCES', 'EBUSY']
]);
const WAITS_MS = [5, 20, 80, 320];
const WAITS_ON_WINDOWS_MS = [...WAITS_MS, 640, 1280];
async function retryBusy(attempt, beforeRetry = () => undefined) {
    const waits = process.platform === 'win32' ? WAITS_ON_WINDOWS_MS : WAITS_MS;
    for (const wait of waits) {
        try {
            return await attempt();
        }
        catch (error) {
            if (!TEMPORARY_ERRORS.has((0,_disk_error_js__WEBPACK_IMPORTED_MODULE_1__/* .errnoOf */ .UQ)(error) ?? ''))
                throw error;
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait);
            beforeRetry();
        }
    }
    return await attempt();
}


/***/ }),

/***/ 6738:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  tk: () => (/* binding */ abandonAll),
  Ap: () => (/* binding */ openTarget)
});

// UNUSED EXPORTS: Target, TargetRefusedError

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __nccwpck_require__(50);
// EXTERNAL MODULE: ./lib/messages/install.js
var install = __nccwpck_require__(8947);
;// CONCATENATED MODULE: ./lib/install/conflict.js


const ON_FILE = {
    overwrite: { move: 'replace' },
    skip: { move: 'skip' },
    error: { obstacle: 'file exists' }
};
function decide(staged, existing, onConflict) {
    if (existing === 'missing')
        return { move: 'place' };
    if (existing === 'link' && staged === 'link')
        return ON_FILE[onConflict];
    if (existing === 'link' || existing === 'special')
        return { obstacle: existing };
    if (staged === 'folder')
        return existing === 'folder' ? { move: 'merge' } : { obstacle: 'blocking file' };
    return existing === 'folder' ? { obstacle: 'blocking folder' } : ON_FILE[onConflict];
}
const MAX_LISTED = 5;
class ConflictError extends action_error/* ActionError */.lZ {
    name = 'ConflictError';
    obstacles;
    count;
    constructor(destination, { listed, kinds, count }) {
        const code = kinds.has('link') || kinds.has('special') ? 'target-refused' : 'target-conflict';
        super(code, (0,install/* installBlocked */.gJ)(destination, listed, count), {
            hint: (0,install/* installBlockedAdvice */.GM)(destination, kinds)
        });
        this.obstacles = listed;
        this.count = count;
    }
}
class Obstacles {
    #destination;
    #ownerOf;
    listed = [];
    kinds = new Set();
    count = 0;
    constructor(destination, ownerOf = () => undefined) {
        this.#destination = destination;
        this.#ownerOf = ownerOf;
    }
    add(segments, obstacle) {
        this.count++;
        this.kinds.add(obstacle);
        if (this.listed.length < MAX_LISTED)
            this.listed.push({ path: segments.join('/'), owner: this.#ownerOf(segments), obstacle });
    }
    throwIfAny() {
        if (this.count > 0)
            throw this.error();
    }
    error() {
        return new ConflictError(this.#destination, this);
    }
}

// EXTERNAL MODULE: ./lib/errors/attempt.js
var attempt = __nccwpck_require__(3978);
// EXTERNAL MODULE: ./lib/install/disk-error.js
var disk_error = __nccwpck_require__(5997);
;// CONCATENATED MODULE: ./lib/install/target-root.js





class TargetRoot {
    path;
    #pins;
    constructor(path, pins = canPin(path)) {
        this.path = path;
        this.#pins = pins;
    }
    open(segments) {
        return this.#pins ? this.#openPinned(segments) : this.#openChecked(segments);
    }
    #openPinned(segments) {
        let descriptor = this.#openFolder(this.path, []);
        for (const [index, segment] of segments.entries()) {
            const parent = descriptor;
            try {
                descriptor = this.#openFolder(pinned(parent, segment), segments.slice(0, index + 1));
            }
            finally {
                (0,external_node_fs_.closeSync)(parent);
            }
        }
        return { at: entry => pinned(descriptor, entry), close: () => (0,external_node_fs_.closeSync)(descriptor) };
    }
    #openFolder(path, segments) {
        try {
            const descriptor = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_DIRECTORY | external_node_fs_.constants.O_NOFOLLOW);
            pinnedPaths.set(descriptor, (0,external_node_path_.join)(this.path, ...segments));
            return descriptor;
        }
        catch (error) {
            const code = (0,disk_error/* errnoOf */.UQ)(error);
            if (code === 'ENOTDIR' || code === 'ELOOP')
                throw this.#notAFolder(segments);
            throw error;
        }
    }
    #openChecked(segments) {
        for (let depth = 0; depth <= segments.length; depth++) {
            const parents = segments.slice(0, depth);
            if (!(0,external_node_fs_.lstatSync)((0,external_node_path_.join)(this.path, ...parents)).isDirectory())
                throw this.#notAFolder(parents);
        }
        const path = (0,external_node_path_.join)(this.path, ...segments);
        return { at: entry => (0,external_node_path_.join)(path, entry), close: () => undefined };
    }
    #notAFolder(segments) {
        const path = segments.length === 0 ? this.path : segments.join('/');
        return new action_error/* ActionError */.lZ('target-refused', (0,install/* targetChanged */.GU)(path), { hint: (0,install/* targetChangedAdvice */.yy)() });
    }
}
function kindOf(path) {
    const stat = (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false });
    if (stat === undefined)
        return 'missing';
    if (stat.isSymbolicLink())
        return 'link';
    if (stat.isDirectory())
        return 'folder';
    return stat.isFile() ? 'file' : 'special';
}
const pinnedPaths = new Map();
function withRealPaths(text) {
    return text.replace(/\/proc\/self\/fd\/(\d+)/g, (whole, descriptor) => pinnedPaths.get(Number(descriptor)) ?? whole);
}
function pinned(descriptor, entry) {
    return `/proc/self/fd/${descriptor}/${entry}`;
}
function canPin(path) {
    if (process.platform !== 'linux')
        return false;
    const descriptor = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_DIRECTORY);
    pinnedPaths.set(descriptor, path);
    try {
        return kindOf(pinned(descriptor, '.')) === 'folder';
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}

;// CONCATENATED MODULE: ./lib/install/create-folders.js





function createFolders(path) {
    const missing = [];
    for (let at = path; !(0,external_node_fs_.existsSync)(at) && at !== (0,external_node_path_.dirname)(at); at = (0,external_node_path_.dirname)(at))
        missing.unshift(at);
    const created = [];
    try {
        for (const folder of missing)
            if (createFolder(folder))
                created.push(folder);
    }
    catch (error) {
        removeEmptyFolders(created);
        throw error;
    }
    return created;
}
function removeEmptyFolders(folders) {
    for (const folder of folders.toReversed()) {
        try {
            (0,external_node_fs_.rmdirSync)(folder);
        }
        catch {
            return;
        }
    }
}
function createFolder(path) {
    try {
        (0,external_node_fs_.mkdirSync)(path);
        return true;
    }
    catch (error) {
        if ((0,disk_error/* errnoOf */.UQ)(error) === 'EEXIST')
            return false;
        throw error;
    }
}
function whyNotFolder(path) {
    const parent = (0,external_node_path_.dirname)(path);
    if (parent !== path && !isFolder(parent))
        return whyNotFolder(parent);
    const kind = kindOf(path);
    if (kind === 'link')
        return (0,external_node_fs_.existsSync)(path) ? 'through a file' : 'broken link';
    if (kind === 'file' || kind === 'special')
        return 'through a file';
    return process.platform === 'win32' ? 'not creatable (Windows)' : 'not creatable';
}
function isFolder(path) {
    return (0,attempt/* attempt */.C)(() => (0,external_node_fs_.statSync)(path).isDirectory()) ?? false;
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
;// CONCATENATED MODULE: ./lib/install/journal.js





const nodeDisk = {
    rename: external_node_fs_.renameSync,
    copy: (from, to) => (0,promises_.cp)(from, to, {
        recursive: true,
        preserveTimestamps: true,
        errorOnExist: true,
        force: false,
        verbatimSymlinks: true
    })
};
function openWorkFolder(path) {
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.join)(path, 'replaced'));
    const upperCase = (0,external_node_path_.join)((0,external_node_path_.dirname)(path), (0,external_node_path_.basename)(path).toUpperCase());
    return { path, folds: kindOf(upperCase) !== 'missing', backups: 0 };
}
class Journal {
    #root;
    #disk;
    #folders = [];
    isClosed = false;
    constructor(root, disk) {
        this.#root = root;
        this.#disk = disk;
    }
    openFolder(segments, staged) {
        const log = { segments, staged, names: [], changes: [] };
        this.#folders.push(log);
        return log;
    }
    place({ log, folder }, entry) {
        const from = (0,external_node_path_.join)(log.staged, entry);
        const { ino: inode } = (0,external_node_fs_.lstatSync)(from, { bigint: true });
        this.#disk.rename(from, folder.at(entry));
        log.names.push(entry);
        log.changes.push(inode <= Number.MAX_SAFE_INTEGER ? Number(inode) : inode);
    }
    backUp({ log, folder, workFolder }, entry) {
        const trueName = workFolder.folds ? trueNameOf(folder.at(entry)) : entry;
        const backup = (0,external_node_path_.join)(workFolder.path, 'replaced', String(workFolder.backups++));
        this.#disk.rename(folder.at(entry), backup);
        log.names.push(trueName);
        log.changes.push(backup);
        return kindOf(backup);
    }
    hasPlaced(segments, isSame) {
        return this.#folders.some(log => {
            const child = segments[log.segments.length];
            return (child !== undefined &&
                log.segments.every((segment, index) => isSame(segment, segments[index] ?? '')) &&
                log.names.some((other, index) => typeof log.changes[index] !== 'string' && isSame(other, child)));
        });
    }
    commit() {
        this.isClosed = true;
        this.#folders = [];
    }
    undo() {
        this.isClosed = true;
        const problems = [];
        for (let log = this.#folders.pop(); log !== undefined; log = this.#folders.pop()) {
            if (log.names.length > 0)
                this.#undoFolder(log, problems);
        }
        return problems;
    }
    #undoFolder(log, problems) {
        let folder;
        const failed = new Set();
        for (let index = log.names.length - 1; index >= 0; index--) {
            const entry = log.names[index];
            const change = log.changes[index];
            try {
                folder ??= this.#root.open(log.segments);
                if (typeof change === 'string') {
                    if (failed.has(entry))
                        throw new Error('occupied');
                    this.#restore(folder.at(entry), change);
                }
                else
                    this.#moveBack(folder.at(entry), (0,external_node_path_.join)(log.staged, entry), BigInt(change));
            }
            catch {
                failed.add(entry);
                const path = [...log.segments, entry].join('/');
                problems.push(typeof change === 'string' ? (0,install/* notRestored */.np)(path, change) : (0,install/* notRemoved */.Im)(path));
            }
        }
        folder?.close();
    }
    #moveBack(placed, staged, inode) {
        const stat = (0,external_node_fs_.lstatSync)(placed, { bigint: true, throwIfNoEntry: false });
        if (stat?.ino === inode)
            this.#disk.rename(placed, staged);
    }
    #restore(path, backup) {
        if (kindOf(path) === 'missing')
            this.#disk.rename(backup, path);
    }
}
function trueNameOf(path) {
    const name = foldedName((0,external_node_path_.basename)(path));
    if (kindOf(path) === 'link')
        return (0,external_node_fs_.readdirSync)((0,external_node_path_.dirname)(path)).find(other => foldedName(other) === name) ?? (0,external_node_path_.basename)(path);
    const real = (0,external_node_path_.basename)(external_node_fs_.realpathSync.native(path));
    return foldedName(real) === name ? real : (0,external_node_path_.basename)(path);
}
function foldedName(entry) {
    return entry.normalize('NFC').toLowerCase();
}

// EXTERNAL MODULE: ./lib/install/event-loop-pause.js
var event_loop_pause = __nccwpck_require__(3241);
// EXTERNAL MODULE: ./lib/install/retry-busy.js
var retry_busy = __nccwpck_require__(3843);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __nccwpck_require__(8500);
;// CONCATENATED MODULE: ./lib/install/temporary.js








const SYNC_ATTEMPTS = 5;
const PREFIX = '.artifact-action-';
const folders = new Set();
function createTemporary(parent) {
    const folder = (0,external_node_path_.join)(parent, `${PREFIX}${(0,external_node_crypto_.randomBytes)(12).toString('hex')}`);
    (0,external_node_fs_.mkdirSync)(folder, { mode: 0o700 });
    folders.add(folder);
    return folder;
}
function keepTemporary(folder) {
    folders.delete(folder);
}
async function removeTemporary(folder) {
    const pause = new event_loop_pause/* EventLoopPause */.n();
    for (let round = 0; round <= retry_busy/* WAITS_MS */.q.length; round++) {
        for (const _ of removal(folder))
            if (pause.isDue)
                await pause.wait();
        if (isGone(folder)) {
            folders.delete(folder);
            return;
        }
        const wait = retry_busy/* WAITS_MS */.q[round];
        if (wait !== undefined)
            await (0,external_node_timers_promises_.setTimeout)(wait);
    }
}
function removeAllTemporaries() {
    for (const folder of folders) {
        for (let round = 0; round < SYNC_ATTEMPTS && !isGone(folder); round++)
            for (const _ of removal(folder))
                ;
        if (isGone(folder))
            folders.delete(folder);
    }
    return [...folders];
}
function* removal(folder) {
    if (isRemoved(folder))
        return;
    (0,attempt/* attempt */.C)(() => (0,external_node_fs_.chmodSync)(folder, 0o700));
    for (const entry of (0,attempt/* attempt */.C)(() => (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true })) ?? []) {
        const path = (0,external_node_path_.join)(folder, entry.name);
        if (entry.isDirectory())
            yield* removal(path);
        else
            (0,attempt/* attempt */.C)(() => (0,external_node_fs_.unlinkSync)(path));
        yield;
    }
    (0,attempt/* attempt */.C)(() => (0,external_node_fs_.rmdirSync)(folder));
}
function isRemoved(folder) {
    try {
        (0,external_node_fs_.rmdirSync)(folder);
        return true;
    }
    catch (error) {
        return (0,disk_error/* errnoOf */.UQ)(error) === 'ENOENT';
    }
}
function isGone(folder) {
    return (0,external_node_fs_.lstatSync)(folder, { throwIfNoEntry: false }) === undefined;
}

;// CONCATENATED MODULE: ./lib/install/merge.js











const LONG_FOLDER = 64 << 10;
const READ_AT_ONCE = 256;
class Merge {
    #options;
    #pause = new event_loop_pause/* EventLoopPause */.n();
    files = 0;
    skipped = 0;
    constructor(options) {
        this.#options = options;
    }
    async check(staged) {
        await this.#checkFolder(staged, [], true);
        this.#options.obstacles.throwIfAny();
    }
    async move(staged, workFolder) {
        await this.#moveFolder({ staged, workFolder }, []);
    }
    async #checkFolder(staged, segments, exists) {
        const { root, onConflict, obstacles } = this.#options;
        const subfolders = [];
        const existing = new Set();
        const folder = exists ? root.open(segments) : undefined;
        try {
            for (const { name, kind } of entriesOf(staged)) {
                if (this.#pause.isDue)
                    await this.#wait();
                const decision = decide(kind, folder === undefined ? 'missing' : kindOf(folder.at(name)), onConflict);
                if ('obstacle' in decision)
                    obstacles.add([...segments, name], decision.obstacle);
                else if (kind === 'folder') {
                    subfolders.push(name);
                    if (decision.move === 'merge')
                        existing.add(name);
                }
                if (kind !== 'folder')
                    this.files++;
            }
        }
        finally {
            folder?.close();
        }
        for (const name of subfolders)
            await this.#checkFolder((0,external_node_path_.join)(staged, name), [...segments, name], existing.has(name));
    }
    async #moveFolder(source, segments) {
        const subfolders = [];
        let skipped = 0;
        const target = {
            log: this.#options.journal.openFolder(segments, source.staged),
            folder: this.#options.root.open(segments),
            workFolder: source.workFolder
        };
        try {
            for (const entry of entriesOf(source.staged)) {
                const move = await this.#moveEntry(target, entry);
                if (move === 'merge')
                    subfolders.push(entry.name);
                if (move === 'skip')
                    skipped++;
            }
        }
        catch (error) {
            if ((0,disk_error/* errnoOf */.UQ)(error) !== 'EXDEV' || source.isCopy === true)
                throw error;
            return await this.#moveFolder(await this.#copy(source.staged, segments), segments);
        }
        finally {
            target.folder.close();
        }
        this.skipped += skipped;
        for (const name of subfolders) {
            const subfolder = { staged: (0,external_node_path_.join)(source.staged, name), workFolder: source.workFolder };
            await this.#moveFolder(subfolder, [...segments, name]);
        }
    }
    async #moveEntry(target, entry) {
        return await (0,retry_busy/* retryBusy */.O)(async () => {
            if (this.#pause.isDue)
                await this.#wait();
            return this.#tryMove(target, entry);
        }, () => {
            this.#throwIfStopped();
            target.folder.close();
            target.folder = this.#options.root.open(target.log.segments);
        });
    }
    #tryMove(target, { name, kind }) {
        const { journal, onConflict } = this.#options;
        const decision = decide(kind, kindOf(target.folder.at(name)), onConflict);
        if ('obstacle' in decision)
            throw this.#blocked(target, name, decision.obstacle);
        const { move } = decision;
        if (move === 'replace') {
            const moved = decide(kind, journal.backUp(target, name), 'overwrite');
            if ('obstacle' in moved)
                throw this.#blocked(target, name, moved.obstacle);
        }
        if (move === 'replace' || move === 'place')
            journal.place(target, name);
        return move;
    }
    #blocked(target, name, obstacle) {
        this.#options.obstacles.add([...target.log.segments, name], obstacle);
        return this.#options.obstacles.error();
    }
    async #copy(staged, segments) {
        const temporary = createTemporary((0,external_node_path_.join)(this.#options.root.path, ...segments));
        this.#options.temporaries.push(temporary);
        const workFolder = openWorkFolder(temporary);
        const copy = (0,external_node_path_.join)(temporary, 'staged');
        await this.#options.disk.copy(staged, copy);
        this.#throwIfStopped();
        return { staged: copy, workFolder, isCopy: true };
    }
    async #wait() {
        await this.#pause.wait();
        this.#throwIfStopped();
    }
    #throwIfStopped() {
        if (this.#options.journal.isClosed)
            throw new action_error/* ActionError */.lZ('disk-failed', (0,install/* installStopped */.By)());
    }
}
function* entriesOf(staged) {
    if ((0,external_node_fs_.statSync)(staged).size > LONG_FOLDER)
        return yield* entriesOfLong(staged);
    for (const entry of (0,external_node_fs_.readdirSync)(staged, { withFileTypes: true }))
        yield { name: entry.name, kind: kindOfStaged(entry) };
}
function* entriesOfLong(staged) {
    const names = { file: [], folder: [], link: [] };
    const folder = (0,external_node_fs_.opendirSync)(staged, { bufferSize: READ_AT_ONCE });
    try {
        for (let entry = folder.readSync(); entry !== null; entry = folder.readSync())
            names[kindOfStaged(entry)].push(entry.name);
    }
    finally {
        folder.closeSync();
    }
    for (const kind of ['file', 'folder', 'link'])
        for (const name of names[kind])
            yield { name, kind };
}
function kindOfStaged(entry) {
    if (entry.isDirectory())
        return 'folder';
    if (entry.isFile())
        return 'file';
    if (entry.isSymbolicLink())
        return 'link';
    throw new action_error/* ActionError */.lZ('target-refused', (0,install/* stagedSpecialFile */.Sq)(entry.name));
}

;// CONCATENATED MODULE: ./lib/install/staged-trees.js









async function mergeStagedTrees([firstTree, ...otherTrees], { work, onConflict, disk }) {
    const first = { label: firstTree.label, folder: await nested(firstTree, (0,external_node_path_.join)(work, 'first'), disk) };
    const root = new TargetRoot(first.folder);
    const workFolder = openWorkFolder(staged_trees_createFolder((0,external_node_path_.join)(work, 'joined')));
    const earlier = [];
    for (const [index, tree] of otherTrees.entries()) {
        const { label } = tree;
        const folder = await nested(tree, (0,external_node_path_.join)(work, `other-${index}`), disk);
        const journal = new Journal(root, disk);
        const obstacles = new Obstacles({ artifact: label, path: undefined }, segments => ownerOf(segments, earlier) ?? first.label);
        const merge = new Merge({ root, onConflict, obstacles, journal, disk, temporaries: [] });
        await merge.check(folder);
        await merge.move(folder, workFolder);
        earlier.unshift({ label, journal });
    }
    return first.folder;
}
function ownerOf(segments, earlier) {
    const exact = earlier.find(({ journal }) => journal.hasPlaced(segments, (a, b) => a === b));
    const folded = () => earlier.find(({ journal }) => journal.hasPlaced(segments, (a, b) => foldedName(a) === foldedName(b)));
    return (exact ?? folded())?.label;
}
async function nested({ folder, into }, wrapper, disk) {
    if (into.length === 0)
        return folder;
    let path = staged_trees_createFolder(wrapper);
    for (const segment of into.slice(0, -1))
        path = staged_trees_createFolder((0,external_node_path_.join)(path, checkedSegment(segment)));
    const place = (0,external_node_path_.join)(path, checkedSegment(into.at(-1) ?? ''));
    await (0,retry_busy/* retryBusy */.O)(() => disk.rename(folder, place));
    return wrapper;
}
function staged_trees_createFolder(path) {
    (0,external_node_fs_.mkdirSync)(path);
    return path;
}
function checkedSegment(segment) {
    if (segment === '' || segment === '.' || segment === '..' || /[/\\\0]/.test(segment)) {
        throw new action_error/* ActionError */.lZ('target-refused', (0,install/* invalidFolderName */.nq)(segment));
    }
    return segment;
}

;// CONCATENATED MODULE: ./lib/install/staging.js





function createStagingFolder(target) {
    return createBeside(target) ?? createTemporary(target);
}
function createBeside(target) {
    const parent = (0,external_node_path_.dirname)(target);
    if ((0,external_node_fs_.statSync)(parent).dev !== (0,external_node_fs_.statSync)(target).dev)
        return undefined;
    const folder = (0,attempt/* attempt */.C)(() => createTemporary(parent));
    if (folder === undefined || !isOtherMount(folder, target))
        return folder;
    (0,external_node_fs_.rmdirSync)(folder);
    keepTemporary(folder);
    return undefined;
}
function isOtherMount(folder, target) {
    try {
        (0,external_node_fs_.renameSync)((0,external_node_path_.join)(folder, 'none'), (0,external_node_path_.join)(target, (0,external_node_path_.basename)(folder)));
        return false;
    }
    catch (error) {
        return (0,disk_error/* errnoOf */.UQ)(error) === 'EXDEV';
    }
}

;// CONCATENATED MODULE: ./lib/install/target.js













class TargetRefusedError extends action_error/* ActionError */.lZ {
    name = 'TargetRefusedError';
    problem;
    constructor(path, problem) {
        super('target-refused', (0,install/* targetRefused */.QP)(path, problem), { hint: (0,install/* targetRefusedAdvice */.of)() });
        this.problem = problem;
    }
}
const openTargets = new Set();
class Target {
    path;
    #disk;
    #created;
    #stagingRoot;
    #folders = 0;
    #journal;
    #queue = Promise.resolve();
    constructor(path, created, disk) {
        this.path = path;
        this.#created = created;
        this.#disk = disk;
        openTargets.add(this);
    }
    async stage() {
        try {
            const folder = this.#createFolder();
            return { folder, remove: () => removeTemporary(folder) };
        }
        catch (error) {
            throw (0,disk_error/* diskError */.wO)(error, (0,install/* stagingFailed */.dR)(this.path));
        }
    }
    install(trees, { onConflict }) {
        const installed = this.#queue.then(() => this.#install(trees, onConflict));
        this.#queue = installed.catch(() => undefined);
        return installed;
    }
    async close() {
        if (this.#stagingRoot !== undefined)
            await removeTemporary(this.#stagingRoot);
        this.removeCreated();
        openTargets.delete(this);
    }
    abandon() {
        const problems = this.#journal?.undo() ?? [];
        if (problems.length > 0 && this.#stagingRoot !== undefined) {
            keepTemporary(this.#stagingRoot);
            this.#stagingRoot = undefined;
        }
        return problems;
    }
    removeCreated() {
        removeEmptyFolders(this.#created);
    }
    async #install([first, ...others], onConflict) {
        if (first === undefined)
            return 0;
        const temporaries = [];
        let problems = [];
        try {
            const work = this.#createFolder();
            temporaries.push(work);
            const merged = await mergeStagedTrees([first, ...others], { work, onConflict, disk: this.#disk });
            const root = new TargetRoot(this.path);
            const journal = new Journal(root, this.#disk);
            this.#journal = journal;
            const artifact = others.length === 0 ? first.label : undefined;
            const obstacles = new Obstacles({ artifact, path: this.path });
            const merge = new Merge({ root, onConflict, obstacles, journal, disk: this.#disk, temporaries });
            await merge.check(merged);
            if (!this.#moveWhole(merged))
                await merge.move(merged, openWorkFolder(work));
            journal.commit();
            this.#created = [];
            return merge.files - merge.skipped;
        }
        catch (thrown) {
            const error = (0,disk_error/* withPaths */.R1)(thrown, withRealPaths);
            problems = this.abandon();
            if (problems.length === 0)
                throw (0,disk_error/* diskError */.wO)(error, (0,install/* installFailed */.Pr)(this.path));
            const message = (0,install/* installNotUndone */.wg)(this.path, (0,disk_error/* reasonOf */.A3)(error), problems);
            throw new action_error/* ActionError */.lZ('disk-failed', message, { cause: error });
        }
        finally {
            this.#journal = undefined;
            for (const folder of temporaries)
                await (problems.length > 0 ? keepTemporary(folder) : removeTemporary(folder));
        }
    }
    #moveWhole(folder) {
        if (this.#created.length === 0)
            return false;
        try {
            this.#disk.rename(folder, this.path);
            return true;
        }
        catch {
            return false;
        }
    }
    #createFolder() {
        (0,external_node_fs_.mkdirSync)(this.path, { recursive: true });
        this.#stagingRoot ??= createStagingFolder(this.path);
        const folder = (0,external_node_path_.join)(this.#stagingRoot, `folder-${this.#folders++}`);
        (0,external_node_fs_.mkdirSync)(folder);
        return folder;
    }
}
async function openTarget(path, disk = nodeDisk) {
    const absolute = (0,external_node_path_.resolve)(path);
    let created = [];
    try {
        created = createFolders(absolute);
        const real = external_node_fs_.realpathSync.native(absolute);
        if (!(0,external_node_fs_.statSync)(real).isDirectory())
            throw new TargetRefusedError(absolute, 'is a file');
        (0,external_node_fs_.accessSync)(real, external_node_fs_.constants.R_OK | external_node_fs_.constants.W_OK | external_node_fs_.constants.X_OK);
        return new Target(real, created, disk);
    }
    catch (error) {
        removeEmptyFolders(created);
        const code = (0,disk_error/* errnoOf */.UQ)(error);
        if (code === 'ENOTDIR' || code === 'ENOENT')
            throw new TargetRefusedError(absolute, whyNotFolder(absolute));
        throw (0,disk_error/* diskError */.wO)(error, (0,install/* targetUnusable */.n0)(absolute));
    }
}
function abandonAll() {
    const problems = [...openTargets].flatMap(target => target.abandon());
    const remaining = removeAllTemporaries().map(install/* notRemoved */.Im);
    for (const target of openTargets)
        target.removeCreated();
    openTargets.clear();
    return [...problems, ...remaining];
}


/***/ }),

/***/ 3150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $3: () => (/* binding */ replaced),
/* harmony export */   BH: () => (/* binding */ idsNotListed),
/* harmony export */   D5: () => (/* binding */ runtimeRefused),
/* harmony export */   Dk: () => (/* binding */ tokenMissingHint),
/* harmony export */   E6: () => (/* binding */ serviceStatus),
/* harmony export */   GD: () => (/* binding */ ambiguousId),
/* harmony export */   Hg: () => (/* binding */ ambiguousIdHint),
/* harmony export */   KP: () => (/* binding */ unexpectedServiceResponse),
/* harmony export */   Kp: () => (/* binding */ noServiceResponse),
/* harmony export */   L_: () => (/* binding */ fallingBack),
/* harmony export */   MZ: () => (/* binding */ mayMissEarlierAttempts),
/* harmony export */   NL: () => (/* binding */ notListed),
/* harmony export */   O3: () => (/* binding */ tokenMissing),
/* harmony export */   RI: () => (/* binding */ serviceRequest),
/* harmony export */   Ue: () => (/* binding */ useRest),
/* harmony export */   W5: () => (/* binding */ noneListed),
/* harmony export */   _D: () => (/* binding */ otherDeletedHint),
/* harmony export */   _q: () => (/* binding */ fewListed),
/* harmony export */   aK: () => (/* binding */ mayAlreadyBeDeleted),
/* harmony export */   cO: () => (/* binding */ tokenWithoutScope),
/* harmony export */   dm: () => (/* binding */ mayMissOtherProtocols),
/* harmony export */   dy: () => (/* binding */ restDoesNotKnowRun),
/* harmony export */   eA: () => (/* binding */ proxyUnusable),
/* harmony export */   eX: () => (/* binding */ notNewestOfName),
/* harmony export */   fG: () => (/* binding */ insecureServiceUrl),
/* harmony export */   gu: () => (/* binding */ otherDeleted),
/* harmony export */   hv: () => (/* binding */ variableMissing),
/* harmony export */   iF: () => (/* binding */ resultsUrlRefused),
/* harmony export */   mJ: () => (/* binding */ serviceRequests),
/* harmony export */   os: () => (/* binding */ asking),
/* harmony export */   qZ: () => (/* binding */ startArtifactServer),
/* harmony export */   rP: () => (/* binding */ onlyCurrentRun),
/* harmony export */   s5: () => (/* binding */ replacedHint),
/* harmony export */   tC: () => (/* binding */ restFailedToo),
/* harmony export */   wC: () => (/* binding */ nameNotListed),
/* harmony export */   xW: () => (/* binding */ restRefused)
/* harmony export */ });
/* unused harmony export SOURCES */
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(2880);
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5539);


const SOURCES = { service: "the run's artifact service", rest: 'the REST API' };
const asking = (source) => `Asking ${SOURCES[source]}`;
const fallingBack = (why) => `Using the REST API: ${why}`;
const serviceRequest = (method, status, ms) => `POST ${method}: ${status ?? 'no response'} after ${Math.round(ms)} ms`;
const serviceRequests = (count) => `${(0,_plural_js__WEBPACK_IMPORTED_MODULE_0__/* .plural */ .L)(count, 'request')} to the run's artifact service`;
const mayMissEarlierAttempts = (attempt) => `This is attempt ${attempt} of the run. The artifact service may leave out artifacts of earlier attempts. To list them, set backend: rest.`;
const variableMissing = (variable) => `${variable} is not set`;
const tokenWithoutScope = () => 'ACTIONS_RUNTIME_TOKEN has no scope Actions.Results';
function resultsUrlRefused(origin, rule) {
    if (origin === undefined)
        return 'ACTIONS_RESULTS_URL is not an absolute URL (https://…)';
    const rules = {
        https: "must use https. http is allowed only for loopback and private addresses, and for the job's own server if it uses http",
        server: "must have the server's own host, or a subdomain of it"
    };
    return `ACTIONS_RESULTS_URL (${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(origin, 100)}) ${rules[rule]}`;
}
function serviceStatus(status, message) {
    const said = message ? `: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(message)}` : '';
    const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
    return `the run's artifact service responded with ${status}${redirect}${said}`;
}
const noServiceResponse = (detail) => `the run's artifact service sent no response: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(detail)}`;
const proxyUnusable = () => 'the proxy variables of the runner are invalid';
const unexpectedServiceResponse = (expected) => `the response of the run's artifact service is not ${expected}`;
const insecureServiceUrl = (from, to) => `the run's artifact service uses ${from} and responded with a URL with ${to}, which is not allowed`;
const notNewestOfName = () => "the run's artifact service finds artifacts by name, and a newer one has the same name";
const notListed = () => "the run's artifact service does not list it";
const idsNotListed = (ids) => `the run's artifact service does not list ${ids.join(', ')}`;
const nameNotListed = (name) => `the run's artifact service does not list "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(name)}"`;
const restRefused = (reason) => `The REST API may have it, but ${reason}.`;
function restDoesNotKnowRun() {
    return 'the REST API does not know this run';
}
const onlyCurrentRun = () => 'With backend: runtime, only artifacts of the current run are found.';
function mayMissOtherProtocols({ mayBeGitea }) {
    const help = mayBeGitea
        ? 'On Forgejo, set backend: rest to search for them. The API of Gitea does not list them either.'
        : 'To search for them with the REST API, set backend: rest.';
    return `The artifact service does not list artifacts of older upload actions, such as upload-artifact v3. ${help}`;
}
const fewListed = (count) => `the run's artifact service lists only ${count}, fewer than min-count`;
const noneListed = () => "the run's artifact service lists no artifacts";
const replaced = () => 'it was replaced or deleted while the step ran';
function replacedHint(restReason) {
    const rest = restReason === undefined ? '' : `The action also used the REST API, by ID: ${restReason}.\n`;
    return `${rest}Run the step again to use a newer artifact of that name. To prevent this, add the job that uploads it to needs:.`;
}
function mayAlreadyBeDeleted(hint) {
    const text = 'The artifact may already be deleted: no usable response to its deletion arrived.';
    return [text, hint].filter(Boolean).join('\n');
}
const otherDeleted = (name, id, deleted) => `Artifact "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(name)}" (${id}) was replaced while the step ran: the run's artifact service deleted ${deleted} instead`;
const otherDeletedHint = () => 'Do not upload an artifact while another job deletes artifacts of the same name.';
function ambiguousId(id, names) {
    const list = names.map(name => `"${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(name)}"`).join(', ');
    return `Artifact ID ${id} is ambiguous: the run's artifact service lists it for ${list}`;
}
const ambiguousIdHint = () => 'Use name instead of artifact-ids.';
const useRest = () => 'Set backend: auto to use the REST API if the service fails. The token then needs actions: read (to delete, actions: write).';
const startArtifactServer = () => 'Start act with --artifact-server-path. act has no REST API for artifacts.';
const restFailedToo = (hint, why) => [`The action used the REST API because ${why}.`, hint].filter(Boolean).join('\n');
const tokenMissing = () => 'github-token is empty';
function tokenMissingHint({ isAct }) {
    return isAct
        ? 'act has only the current run. To read other runs from github.com, start act with -s GITHUB_TOKEN.'
        : "Pass github-token: the REST API needs one. Only the current run's artifact service works without it.";
}
const runtimeRefused = (inputs) => `"runtime" does not work with ${inputs.join(' and ')}. Use auto or rest`;


/***/ }),

/***/ 6549:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JU: () => (/* binding */ errorTitle),
/* harmony export */   Sr: () => (/* binding */ ERRORS),
/* harmony export */   Wm: () => (/* binding */ unexpectedError),
/* harmony export */   sF: () => (/* binding */ errorExplanation)
/* harmony export */ });
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5539);

const ERRORS = {
    'input-invalid': {
        title: 'Invalid inputs',
        advice: 'Correct the inputs under `with:` of this step. The action has not sent any request.'
    },
    'api-unauthorized': {
        title: 'Invalid token',
        advice: 'The server does not accept github-token. It may be expired, revoked or from another server. Remove github-token to use the token of the job, or pass a new one.'
    },
    'api-forbidden': {
        title: 'Access denied',
        advice: 'Grant the token the permissions that the step needs, or follow the message of the server.'
    },
    'api-not-found': {
        title: 'Not found or no access',
        advice: 'Check repository, run-id and the permissions of the token.'
    },
    'api-rate-limited': {
        title: 'Rate limit reached',
        advice: 'Run the step again later, or raise rate-limit-wait.'
    },
    'api-rejected': {
        title: 'Request rejected',
        advice: 'The server rejected the request as invalid. Check the inputs.'
    },
    'api-failed': { title: 'GitHub API unavailable', advice: 'The server failed. Run the step again later.' },
    'api-answer-invalid': {
        title: 'Unexpected API response',
        advice: 'Check that api-url is the base URL of a GitHub REST API, and that no proxy responds in its place.'
    },
    'service-failed': {
        title: 'Artifact service unavailable',
        advice: 'Set backend: auto to use the REST API instead.'
    },
    'artifact-not-found': {
        title: 'Artifact not found',
        advice: 'Check the name. If another job uploads the artifact, add that job to `needs:`.'
    },
    'artifact-expired': {
        title: 'Artifact expired',
        advice: 'Its files are deleted. Run the workflow that uploads it again. To keep artifacts longer, raise retention-days in the upload step.'
    },
    'artifact-foreign': {
        title: 'Artifact from a fork',
        advice: 'Set allow-forks only if you trust the author of that pull request.'
    },
    'artifact-name-invalid': {
        title: 'Artifact name is not a file name',
        advice: 'Select one artifact by name or ID, or set merge-multiple.'
    },
    'artifacts-failed': {
        title: 'Some artifacts failed',
        advice: 'Find the reason for each of them in the log, and correct it. Then run the step again.'
    },
    'plan-too-large': {
        title: 'Plan larger than max-deletes',
        advice: 'Narrow the selection, or raise max-deletes.'
    },
    'storage-failed': { title: 'Download failed', advice: 'Run the step again.' },
    'digest-mismatch': {
        title: 'Digest does not match',
        advice: 'Do not trust the downloaded bytes. Run the step again.'
    },
    'archive-refused': {
        title: 'Archive refused',
        advice: 'Check the run that created the archive before you trust it.'
    },
    'target-refused': {
        title: 'Target folder refused',
        advice: 'Set path to a folder, or to a path that does not exist yet. Remove links from it.'
    },
    'target-conflict': {
        title: 'File already exists',
        advice: 'Empty the folder in path first, or change on-conflict.'
    },
    'disk-full': { title: 'Disk full', advice: 'Free disk space, or download fewer artifacts at once.' },
    'disk-failed': {
        title: 'File system error',
        advice: 'Check the disk of the runner and the permissions of the folder in path.'
    },
    interrupted: {
        title: 'Step was stopped',
        advice: 'No partial files are left. If you did not cancel the job, run it again.'
    },
    internal: {
        title: 'Internal error',
        advice: 'This is a bug in the action. Please report it with the log of a run that has debug logging enabled.'
    }
};
const errorTitle = (code) => `${ERRORS[code].title} (${code})`;
const errorExplanation = (code, problem, hint) => `${problem}\n\n${hint || ERRORS[code].advice}`;
const unexpectedError = (thrown) => `Unexpected error: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(thrown)}`;


/***/ }),

/***/ 8947:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   By: () => (/* binding */ installStopped),
/* harmony export */   CQ: () => (/* binding */ diskReason),
/* harmony export */   GM: () => (/* binding */ installBlockedAdvice),
/* harmony export */   GU: () => (/* binding */ targetChanged),
/* harmony export */   Im: () => (/* binding */ notRemoved),
/* harmony export */   OK: () => (/* binding */ diskAdvice),
/* harmony export */   Pr: () => (/* binding */ installFailed),
/* harmony export */   QP: () => (/* binding */ targetRefused),
/* harmony export */   Sq: () => (/* binding */ stagedSpecialFile),
/* harmony export */   dR: () => (/* binding */ stagingFailed),
/* harmony export */   f5: () => (/* binding */ diskFailed),
/* harmony export */   gJ: () => (/* binding */ installBlocked),
/* harmony export */   n0: () => (/* binding */ targetUnusable),
/* harmony export */   np: () => (/* binding */ notRestored),
/* harmony export */   nq: () => (/* binding */ invalidFolderName),
/* harmony export */   of: () => (/* binding */ targetRefusedAdvice),
/* harmony export */   wg: () => (/* binding */ installNotUndone),
/* harmony export */   yy: () => (/* binding */ targetChangedAdvice)
/* harmony export */ });
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5539);

const OBSTACLES = {
    'file exists': 'exists already',
    'blocking file': 'exists already as a file, but must be a folder',
    'blocking folder': 'exists already as a folder, but must be a file',
    link: 'is a symbolic link',
    special: 'is a device, a FIFO or a socket'
};
const quoted = (text) => `"${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(text)}"`;
function installBlocked({ artifact, path }, listed, count) {
    const subject = artifact === undefined ? 'The artifacts' : `Artifact ${quoted(artifact)}`;
    const place = path === undefined ? 'the same folder as the artifacts before it' : quoted(path);
    const reasons = listed.map(({ path, owner, obstacle }) => {
        const origin = owner === undefined ? '' : ` from ${quoted(owner)}`;
        return `${quoted(path)}${origin} ${OBSTACLES[obstacle]}`;
    });
    const more = count > listed.length ? `; and ${count - listed.length} more` : '';
    return `${subject} cannot be written to ${place}: ${reasons.join('; ')}${more}`;
}
function installBlockedAdvice({ path }, obstacles) {
    if (path === undefined && obstacles.has('link'))
        return 'A file or a folder never replaces a link. Remove merge-multiple, so that each artifact gets a folder of its own.';
    if (obstacles.has('link') || obstacles.has('special'))
        return 'Remove them from the target folder: the action never follows links and never writes to devices there.';
    if (obstacles.has('blocking file') || obstacles.has('blocking folder'))
        return 'A folder never replaces a file, and a file never replaces a folder. Choose another path.';
    return path === undefined
        ? 'Set on-conflict to overwrite or skip, or remove merge-multiple.'
        : 'Set on-conflict to overwrite or skip, or choose another path.';
}
const installFailed = (path) => `Could not write to ${quoted(path)}`;
const installNotUndone = (path, reason, problems) => `${installFailed(path)}: ${reason}. Undoing the changes also failed: ${problems.join('; ')}`;
const notRestored = (path, backup) => `${quoted(path)} could not be restored: the old file is kept as ${quoted(backup)}`;
const notRemoved = (path) => `${quoted(path)} could not be removed`;
const installStopped = () => 'The step was stopped before all files were in place';
const targetChanged = (path) => `${quoted(path)} became a link or a file while files were written to it`;
const targetChangedAdvice = () => 'Another process changes the target folder during this step. Stop it, or choose another path.';
const invalidFolderName = (segment) => `${quoted(segment)} is not a valid folder name`;
const stagedSpecialFile = (file) => `The staged entry ${quoted(file)} is neither a file, a folder nor a link`;
const stagingFailed = (path) => `Could not create a staging folder for ${quoted(path)}`;
const targetUnusable = (path) => `Could not use the folder ${quoted(path)} as path`;
const TARGET_PROBLEMS = {
    'is a file': 'is a file, not a folder',
    'through a file': 'cannot be a folder: a part of it is a file',
    'broken link': 'is a symbolic link to a path that does not exist',
    'not creatable': 'cannot be created: the system does not allow a folder there',
    'not creatable (Windows)': 'cannot be created: the drive does not exist, or Windows does not allow the name'
};
const targetRefused = (path, problem) => `path ${quoted(path)} ${TARGET_PROBLEMS[problem]}`;
const targetRefusedAdvice = () => 'Choose another path.';
const WRITE_ACCESS = 'Give the user of the runner write access, or choose another path.';
const FREE_SPACE = 'Free some space, or choose a path on another disk.';
const SYSTEM_ERRORS = {
    EACCES: { meaning: 'permission denied', advice: WRITE_ACCESS },
    EPERM: { meaning: 'operation not permitted', advice: WRITE_ACCESS },
    EIO: { meaning: 'the disk reports an error', advice: 'Check the disk of the runner.' },
    EROFS: { meaning: 'the file system is read-only', advice: 'Choose a path on a writable file system.' },
    ENOSPC: { meaning: 'no space is left on the disk', advice: FREE_SPACE },
    EDQUOT: { meaning: 'the disk quota is used up', advice: FREE_SPACE },
    ENAMETOOLONG: { meaning: 'the path is too long', advice: 'Choose a shorter path.' },
    EFBIG: {
        meaning: 'the file is too large for this file system',
        advice: 'Choose a path on another file system.'
    },
    EMFILE: { meaning: 'too many files are open', advice: 'Raise the limit on open files (ulimit -n).' },
    EBUSY: {
        meaning: 'another program uses the file',
        advice: 'Close the program that uses the file, then run the step again.'
    }
};
function diskReason(code, systemMessage, denied) {
    const known = SYSTEM_ERRORS[code];
    if (known === undefined)
        return (0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(systemMessage);
    return `${known.meaning} (${code})${denied === undefined ? '' : deniedText(denied)}`;
}
function deniedText({ path, owner, user }) {
    const shown = ({ id, name }) => (name === undefined ? `${id}` : `${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(name)} (${id})`);
    const users = [
        ...(owner === undefined ? [] : [`its owner is ${shown(owner)}`]),
        ...(user === undefined ? [] : [`this step runs as ${shown(user)}`])
    ];
    return `: ${quoted(path)} is not writable${users.length === 0 ? '' : ` (${users.join(', ')})`}`;
}
const diskAdvice = (code) => SYSTEM_ERRORS[code]?.advice ?? '';
const diskFailed = (what, reason) => `${what}: ${reason}`;


/***/ }),

/***/ 2880:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ plural)
/* harmony export */ });
function plural(count, noun) {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
}


/***/ }),

/***/ 5539:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ printable)
/* harmony export */ });
const MAX_LENGTH = 200;
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
function escaped(character) {
    const code = character.charCodeAt(0);
    if (character === '\n')
        return '\\n';
    if (character === '\r')
        return '\\r';
    if (character === '\t')
        return '\\t';
    return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : `\\u${code.toString(16).padStart(4, '0')}`;
}
function printable(text, maxLength = MAX_LENGTH) {
    const characters = Array.from(text.length > maxLength * 2 ? text.slice(0, maxLength * 2) : text);
    const cut = characters.length > maxLength || text.length > maxLength * 2;
    return (cut ? `${characters.slice(0, maxLength).join('')}…` : text)
        .replace(UNSAFE, escaped)
        .replace(/^(\s*):(?=:)/, '$1\\:')
        .replaceAll('##[', '#\\#[');
}


/***/ }),

/***/ 752:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  R: () => (/* binding */ runProcess)
});

// UNUSED EXPORTS: run

// EXTERNAL MODULE: ./lib/archive/terminate-guard.js
var terminate_guard = __nccwpck_require__(6389);
// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __nccwpck_require__(50);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./lib/messages/artifact-service.js
var artifact_service = __nccwpck_require__(3150);
// EXTERNAL MODULE: ./lib/messages/printable.js
var printable = __nccwpck_require__(5539);
;// CONCATENATED MODULE: ./lib/messages/inputs.js

const MAX_VALUE = 100;
const EXPECTED = {
    boolean: 'true or false',
    size: 'a size such as 500, 10KB, 1.5GB or 4GiB',
    duration: 'a duration such as 90s, 15m, 36h, 7d or 2w',
    moment: 'a duration (90s, 15m, 36h, 7d, 2w), a date (2026-01-31) or a date-time (2026-01-31T10:00:00Z)',
    shard: 'i/n with 1 ≤ i ≤ n, such as 2/5',
    positive: 'more than 0',
    'single-line': 'one line without control characters',
    names: 'exact names, one per line. For globs, use the input pattern',
    ids: 'artifact IDs (whole numbers from 1), separated by commas or new lines',
    'run-id': 'the ID of a run, a whole number from 1, or triggering',
    workflow: 'the file name of a workflow (ci.yml), its path or its ID',
    'pull-request': 'the number of a pull request, a whole number from 1, or merged',
    commit: 'the SHA of a commit, at least its first 7 characters, or merge-base',
    event: 'the name of an event, such as push or schedule',
    branches: 'branches or globs, one per line',
    'whole-lines': 'a name or glob on each line. After ! or refs/heads/, an expression probably evaluated to empty',
    digests: 'one digest (sha256: and 64 hex digits), or one line NAME=sha256:HEX for each artifact',
    repository: 'owner/repo',
    'api-url': 'the base URL of a REST API, such as https://HOST/api/v3',
    'api-url-parts': 'a URL without user info, query or fragment',
    'api-url-protocol': 'https, or http for loopback and for the server that runs this job'
};
function invalidInputs(problems) {
    const [first = '', ...more] = problems.map(({ input, text }) => `${input} ${text}`);
    return more.length === 0 ? `Invalid input: ${first}` : `Invalid inputs:\n- ${[first, ...more].join('\n- ')}`;
}
const invalidValue = (value, expected) => `${value === undefined ? '' : `${quoted(value)} `}is not valid. Allowed: ${describeExpected(expected)}`;
function describeExpected(expected) {
    if (expected.kind === 'one-of')
        return listOf(expected.words, 'or');
    if (expected.kind === 'integer') {
        const { min, max, orWord } = expected;
        return `${orWord === undefined ? '' : `${orWord} or `}a whole number from ${min}${max === undefined ? '' : ` to ${max}`}`;
    }
    if (expected.kind === 'globs') {
        const { pattern, problem, max } = expected;
        const limit = problem === 'length' ? `${max} characters` : `${max} alternatives in braces`;
        return `globs of at most ${limit}, one per line. Too large: ${quoted(pattern)}`;
    }
    return EXPECTED[expected.kind];
}
const emptyRepository = () => `is empty. Allowed: ${EXPECTED.repository}`;
const misspelledInput = (known, variable) => `is not an input of this action. Did you mean ${known}? If the job sets the environment variable ${(0,printable/* printable */.g)(variable, MAX_VALUE)}, rename that variable`;
function unknownInput(unknown) {
    const { input, replacements, isStepKey, isDownload } = unknown;
    const use = `${listOf(replacements, 'or')}${isStepKey ? ' of the step, outside of with,' : ''}`;
    const note = isDownload ? '. This step downloads, because operation: delete is not set' : '';
    return `${(0,printable/* printable */.g)(input, MAX_VALUE)} is not an input of this action and has no effect. Use ${use} instead${note}`;
}
const emptyForDelete = (byDefault) => `is empty: its expression probably evaluated to empty. With delete, that can delete more than you want. To accept the default, write ${orDefault(byDefault)}`;
const emptyRunIdElsewhere = () => 'is empty, and the current run is not in that repository or on that server. Set the ID of a run, or remove run-id';
const emptyDigest = () => "is empty: its expression probably evaluated to empty. To check no digest, write ${{ … || '*' }}";
function emptyInputs(empty) {
    const effects = empty.map(({ input, byDefault }) => `${input} is empty: ${effectOf(byDefault)}`);
    const fixes = empty.map(({ input, byDefault }) => `${input}: ${orDefault(byDefault)}`);
    return `${effects.join('. ')}. An expression probably evaluated to empty. To accept the default, write ${fixes.join(', ')}`;
}
function effectOf(byDefault) {
    if (byDefault === '*' || byDefault === '**')
        return 'it restricts nothing';
    const expression = expressionOf(byDefault);
    if (expression === 'github.run_id')
        return 'the current run is used';
    if (expression === 'github.token')
        return 'no token is used';
    return `${expression ?? byDefault} is used`;
}
const orDefault = (byDefault) => `\${{ … || ${expressionOf(byDefault) ?? `'${byDefault}'`} }}`;
function expressionOf(text) {
    return /^\$\{\{ (.*) \}\}$/.exec(text)?.[1];
}
function otherOperation(given) {
    const { value, operation, isDefaultOperation, allowedWith } = given;
    const which = isDefaultOperation ? `${operation} (the default)` : operation;
    return `${quoted(value)} has no effect with operation: ${which}. Allowed with operation: ${listOf(allowedWith, 'or')}`;
}
const getWithoutName = () => 'is not set. For get, set name or artifact-ids. To find artifacts by pattern, use operation: list';
const deleteAfterFiles = () => '"true" would delete the whole artifact, but the input files downloads only a part. Remove one of the two inputs';
const deleteAfterSkip = () => '"true" would also delete files that on-conflict: skip did not write. Use on-conflict: overwrite or error';
const unpackOfWholeArchive = () => 'has no effect with skip-decompress: true, which keeps the whole archive. Remove unpack or skip-decompress';
const filesOfWholeArchive = () => 'has no effect with skip-decompress: true, which keeps the whole archive. Remove files or skip-decompress';
const digestOfFiles = () => 'cannot be combined with files: only a whole artifact has a digest';
const minCountOutOfReach = (minCount, { input, max }) => `"${minCount}" cannot be reached: ${input} selects at most ${max}. Lower min-count or change ${input}`;
function deleteEverything(filters, excludesBranches) {
    const rest = excludesBranches ? 'everything else' : 'everything';
    return `is not set, and no other input limits what to delete. Set at least one of ${listOf(filters, 'or')}. To delete ${rest}, set pattern: '*'`;
}
const deleteOfCurrentRun = (runInputs) => `would apply only to the current run. Add scope: repository, or select a run by ${listOf(runInputs, 'or')}`;
const keepRunsOfOneRun = () => 'keeps the only run that the step looks at, so it deletes nothing. Add scope: repository';
const jobTokenForOtherServer = (origin) => `is the GITHUB_TOKEN of this job, but api-url is another server. Use a token of ${(0,printable/* printable */.g)(origin)}`;
const noCurrentRun = () => 'is not set, and there is no current run (GITHUB_RUN_ID is not set). Set the ID of a run';
const noRunElsewhere = (runInputs) => `is not set, and the current run is in another repository or on another server. Set the ID of a run, search by ${listOf(runInputs, 'or')}, or set artifact-ids or scope: repository`;
const runIdWithScope = (runId) => `"${runId}" is one run, but scope: repository selects all runs. Remove run-id or scope`;
const runIdWithSearch = (runId, others) => `"${runId}" already selects the run. Remove run-id, or remove ${listOf(others, 'and')}`;
const idsWithScope = () => 'already select artifacts of the whole repository. Remove artifact-ids or scope: repository';
const idsWithSearch = (others) => `already select the artifacts, of any run. Remove artifact-ids, or remove ${listOf(others, 'and')}`;
const numberWithoutWorkflow = (number) => `"${number}" is the number of a run in one workflow. Also set workflow`;
const ancestorsWithoutCommit = (count) => `"${count}" needs a commit whose ancestors to search. Also set commit`;
function noMergeBase(problem) {
    const reason = problem === 'elsewhere' ? 'repository or api-url is another one' : 'the event of this job has none';
    return `"merge-base" needs a pull request in the repository of this job, but ${reason}. Set the SHA of a commit`;
}
function noMergeCommit(problem) {
    const reason = problem === 'elsewhere' ? 'repository or api-url is another one' : 'GITHUB_SHA is not set to a commit';
    return `"merged" needs the commit of this job in its own repository, but ${reason}. Set the number of a pull request`;
}
const branchOfPullRequest = (value, pullRequest) => `${quoted(value)} is not a branch. Use pull-request: ${pullRequest}`;
const branchGlob = (value) => `${quoted(value)} is a glob, but a search for a run needs branch names, which it tries in order. To use globs, set scope: repository`;
function noTriggeringRun(event) {
    const reason = event === undefined ? 'repository is another repository' : `this run was triggered by ${(0,printable/* printable */.g)(event)}`;
    return `"triggering" needs a workflow_run event in the same repository, but ${reason}. Set the ID of a run`;
}
const quoted = (value) => `"${(0,printable/* printable */.g)(value, MAX_VALUE)}"`;
function listOf(words, conjunction) {
    const last = words.at(-1) ?? '';
    return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

// EXTERNAL MODULE: ./lib/time/clock.js
var clock = __nccwpck_require__(4795);
;// CONCATENATED MODULE: ./lib/inputs/action-defaults.js
const DEFAULTS = {
    operation: 'download',
    repository: '${{ github.repository }}',
    'github-token': '${{ github.token }}',
    'api-url': '${{ github.api_url }}',
    backend: 'auto',
    scope: 'run',
    'run-id': '${{ github.run_id }}',
    'run-number': '*',
    workflow: '*',
    branch: '**',
    commit: '*',
    ancestors: '0',
    'pull-request': '*',
    event: '*',
    conclusion: 'auto',
    'allow-forks': 'false',
    name: '*',
    pattern: '**',
    'artifact-ids': '*',
    'older-than': '*',
    'newer-than': '*',
    'larger-than': '*',
    'smaller-than': '*',
    'include-expired': 'false',
    latest: '',
    shard: '1/1',
    limit: '0',
    'min-count': '0',
    'if-no-artifact-found': '',
    'wait-timeout': '0s',
    path: '${{ github.workspace }}',
    'merge-multiple': 'false',
    files: '**',
    unpack: '',
    'skip-decompress': 'false',
    'expected-digest': '*',
    'digest-mismatch': 'error',
    'on-conflict': 'overwrite',
    'max-extracted-size': '*',
    cache: 'false',
    'delete-after': 'false',
    'keep-latest': '0',
    'keep-runs': '0',
    'keep-size': '0',
    'group-by': 'auto',
    'gone-branches': 'false',
    'max-deletes': '*',
    'dry-run': 'false',
    concurrency: 'auto',
    retries: '5',
    'stall-timeout': '30s',
    'rate-limit-wait': '5m',
    summary: ''
};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./lib/errors/attempt.js
var attempt = __nccwpck_require__(3978);
// EXTERNAL MODULE: ./lib/github/repository.js
var github_repository = __nccwpck_require__(2635);
;// CONCATENATED MODULE: ./lib/inputs/environment.js



function inputText(name, env) {
    return env[`INPUT_${name.toUpperCase()}`]?.trim();
}
function ownApiUrl(env) {
    return env.GITHUB_API_URL ?? 'https://api.github.com';
}
function isOwnServer(apiUrl, env) {
    const base = (url) => (URL.canParse(url) ? new URL(url).href.replace(/\/+$/, '') : url);
    return base(apiUrl) === base(ownApiUrl(env));
}
function isOnGitHubCom(env) {
    return env.GITHUB_SERVER_URL === 'https://github.com' && !env.ACT;
}
function currentRunId(env) {
    const current = Number(env.GITHUB_RUN_ID);
    return Number.isSafeInteger(current) && current >= 1 ? current : undefined;
}
function isOwnRepository(repository, env) {
    const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
    return (0,github_repository/* sameRepository */.RB)(repository, { owner, repo });
}
function currentSha({ GITHUB_SHA: sha }) {
    return wholeSha(sha);
}
function triggeringRunId(env) {
    if (env.GITHUB_EVENT_NAME !== 'workflow_run')
        return undefined;
    const id = eventOf(env)?.workflow_run?.id;
    return Number.isSafeInteger(id) ? Number(id) : undefined;
}
function pullRequestEnds(env) {
    const pull = eventOf(env)?.pull_request;
    const [base, head] = [wholeSha(pull?.base?.sha), wholeSha(pull?.head?.sha)];
    if (base === undefined || head === undefined)
        return undefined;
    return { base, head, ...(Number.isSafeInteger(pull?.number) && { number: Number(pull?.number) }) };
}
function wholeSha(text) {
    const isSha = typeof text === 'string' && /^(?:[\da-f]{40}|[\da-f]{64})$/i.test(text);
    return isSha ? text.toLowerCase() : undefined;
}
function eventOf({ GITHUB_EVENT_PATH: file }) {
    return file ? (0,attempt/* attempt */.C)(() => JSON.parse((0,external_node_fs_.readFileSync)(file, 'utf8'))) : undefined;
}

// EXTERNAL MODULE: ./lib/text/similar-names.js
var similar_names = __nccwpck_require__(4683);
;// CONCATENATED MODULE: ./lib/inputs/input-names.js



const NAMES = Object.keys(DEFAULTS);
const STEP_KEY = 'continue-on-error';
const REPLACEMENTS = {
    age: ['older-than'],
    'artifact-name': ['name'],
    exceptprefix: ['pattern'],
    'expire-in': ['older-than'],
    failonerror: [STEP_KEY],
    name_is_regexp: ['pattern'],
    onlyprefix: ['pattern'],
    pr: ['pull-request'],
    ref: ['branch', 'commit'],
    repo: ['repository'],
    sha: ['commit'],
    'skip-recent': ['keep-latest'],
    'skip-tags': ['branch'],
    skip_unpack: ['skip-decompress'],
    token: ['github-token'],
    useglob: ['pattern'],
    workflow_conclusion: ['conclusion']
};
const INPUTS_OF_DELETE_ACTIONS = [
    'age',
    'exceptprefix',
    'expire-in',
    'failonerror',
    'onlyprefix',
    'skip-recent',
    'skip-tags',
    'useglob'
];
function unknownInputs(env) {
    return Object.entries(env).flatMap(([variable, text = '']) => {
        const value = text.trim();
        if (!variable.startsWith('INPUT_') || value === '')
            return [];
        const name = variable.slice('INPUT_'.length).toLowerCase();
        if (Object.hasOwn(DEFAULTS, name))
            return [];
        const intended = name === 'dry' ? 'dry-run' : (0,similar_names/* mostLikely */.M)(name, NAMES);
        const known = Object.hasOwn(REPLACEMENTS, name) ? REPLACEMENTS[name] : undefined;
        const replacements = intended ? [intended] : known;
        if (replacements === undefined)
            return [];
        return [
            {
                variable,
                name: (0,printable/* printable */.g)(name, 100),
                value,
                replacements,
                isOfDeleteAction: INPUTS_OF_DELETE_ACTIONS.includes(name),
                isTypo: intended !== undefined
            }
        ];
    });
}

// EXTERNAL MODULE: ./lib/selection/shard.js
var shard = __nccwpck_require__(5566);
// EXTERNAL MODULE: ./lib/text/glob.js + 2 modules
var glob = __nccwpck_require__(9567);
// EXTERNAL MODULE: ./lib/time/moment.js
var moment = __nccwpck_require__(1969);
;// CONCATENATED MODULE: ./lib/inputs/size.js
const FACTORS = {
    '': 1,
    k: 1000,
    m: 1000 ** 2,
    g: 1000 ** 3,
    ki: 1024,
    mi: 1024 ** 2,
    gi: 1024 ** 3
};
function parseSize(text) {
    const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?(?:([kmg]i?)?b)?$/i.exec(text) ?? [];
    const factor = FACTORS[unit.toLowerCase()];
    if (digits === undefined || factor === undefined)
        return undefined;
    const bytes = Math.round(Number(digits) * factor);
    return Number.isSafeInteger(bytes) ? bytes : undefined;
}

;// CONCATENATED MODULE: ./lib/inputs/input-parsers.js




const MERGE_BASE = 'merge-base';
class InvalidValue extends Error {
    expected;
    constructor(expected) {
        super(expected.kind);
        this.expected = expected;
    }
}
function orInvalid(parse, kind) {
    return text => {
        const value = parse(text);
        if (value === undefined)
            throw new InvalidValue({ kind });
        return value;
    };
}
function matching(pattern, kind) {
    return orInvalid(text => (pattern.test(text) ? text : undefined), kind);
}
const input_parsers_boolean = text => {
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw new InvalidValue({ kind: 'boolean' });
};
function oneOf(words) {
    return text => {
        if (!words.includes(text))
            throw new InvalidValue({ kind: 'one-of', words });
        return text;
    };
}
function integer(min, max) {
    return text => {
        const value = Number(text);
        if (!/^\d+$/.test(text) || value < min || value > (max ?? Number.MAX_SAFE_INTEGER)) {
            throw new InvalidValue({ kind: 'integer', min, ...(max !== undefined && { max }) });
        }
        return value;
    };
}
function autoOr(min, max) {
    return text => {
        if (text === 'auto')
            return text;
        try {
            return integer(min, max)(text);
        }
        catch {
            throw new InvalidValue({ kind: 'integer', min, max, orWord: 'auto' });
        }
    };
}
const size = orInvalid(parseSize, 'size');
const duration = orInvalid(moment/* parseDuration */.E9, 'duration');
const input_parsers_moment = orInvalid(moment/* parseMoment */.mI, 'moment');
const input_parsers_shard = orInvalid(shard/* parseShard */.u, 'shard');
function unless(word, parser) {
    return text => (text === word ? undefined : parser(text));
}
function unlessZero(parser) {
    return text => parser(text) || undefined;
}
function positive(parser) {
    return text => {
        const value = parser(text);
        if (value === 0)
            throw new InvalidValue({ kind: 'positive' });
        return value;
    };
}
const allLines = text => text
    .split(/\r?\n/)
    .map(line => line.trim())
    .filter(Boolean);
const lines = text => [...new Set(allLines(text))];
const singleLine = matching(/^[^\u0000-\u001f]*$/, 'single-line');
const names = text => {
    const found = lines(text);
    if (found.some(name => /[*?]/.test(name)))
        throw new InvalidValue({ kind: 'names' });
    return found;
};
const ids = text => {
    const parsed = text
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(orInvalid(idOf, 'ids'));
    if (parsed.length === 0)
        throw new InvalidValue({ kind: 'ids' });
    return [...new Set(parsed)];
};
const globs = text => {
    const found = allLines(text);
    if (found.includes('!'))
        throw new InvalidValue({ kind: 'whole-lines' });
    try {
        return (0,glob/* compileGlobs */.tI)(found);
    }
    catch (error) {
        if (!(error instanceof glob/* GlobError */.pZ))
            throw error;
        const { pattern, problem, max } = error;
        throw new InvalidValue({ kind: 'globs', pattern, problem, max });
    }
};
function idOf(text) {
    return /^[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}
const runId = text => text === 'triggering' ? text : orInvalid(idOf, 'run-id')(text);
const workflow = text => matching(/^(\d+|[^\u0000-\u001f]*(\.ya?ml|\/[^/]+))$/, 'workflow')(text.replace(/^\.?\//, ''));
const commit = text => {
    return text === MERGE_BASE ? text : matching(/^[\da-f]{7,64}$/i, 'commit')(text).toLowerCase();
};
const pullRequest = text => {
    if (text === 'merged')
        return text;
    try {
        return integer(1)(text);
    }
    catch {
        throw new InvalidValue({ kind: 'pull-request' });
    }
};
const input_parsers_event = matching(/^[a-z_]+$/, 'event');
const branches = text => {
    const short = allLines(text).map(line => line.replace(/^(!?)refs\/(heads|tags)\//, '$1'));
    if (short.includes(''))
        throw new InvalidValue({ kind: 'whole-lines' });
    if (short.some(line => /\s|,!/.test(line)))
        throw new InvalidValue({ kind: 'branches' });
    return { lines: [...new Set(short)], matches: globs(short.join('\n')) };
};
const repository = text => {
    const [, owner, repo] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? [];
    if (owner === undefined || repo === undefined || /^\.+$/.test(owner) || /^\.+$/.test(repo)) {
        throw new InvalidValue({ kind: 'repository' });
    }
    return { owner, repo };
};
function digests(text) {
    if (text === '*')
        return undefined;
    const named = new Map();
    for (const line of text.split('\n').map(one => one.trim())) {
        if (line === '')
            continue;
        const [, name, hex] = /^(?:(.+)=)?\s*(?:sha256:)?([\da-f]{64})$/i.exec(line) ?? [];
        if (hex === undefined || named.has(name?.trim() ?? ''))
            throw new InvalidValue({ kind: 'digests' });
        named.set(name?.trim() ?? '', hex.toLowerCase());
    }
    const only = named.get('');
    if (only !== undefined && named.size > 1)
        throw new InvalidValue({ kind: 'digests' });
    return only ?? named;
}

;// CONCATENATED MODULE: ./lib/inputs/run-inputs.js




const SEARCH_INPUTS = [
    'run-number',
    'workflow',
    'branch',
    'commit',
    'pull-request',
    'event',
    'conclusion'
];
const DEFAULT_TO_SUCCESS = ['workflow', 'branch', 'pull-request', 'event'];
const RUN_GROUP = ['run-id', ...SEARCH_INPUTS];
function placeOf(values, isElsewhere, env, problems) {
    const searchInputs = SEARCH_INPUTS.filter(input => values[input] !== undefined);
    checkCombinations(values, searchInputs, problems);
    if (values['run-number'] !== undefined && values.workflow === undefined && !problems.has('workflow')) {
        problems.add('run-number', numberWithoutWorkflow(values['run-number']));
    }
    if (values.ancestors > 0 && values.commit === undefined && !problems.has('commit')) {
        problems.add('ancestors', ancestorsWithoutCommit(values.ancestors));
    }
    const run = givenRun(values, env, problems);
    const lookedUp = toLookUp(values, isElsewhere, env, problems);
    if (values['artifact-ids'] !== undefined) {
        return { kind: 'ids', ids: values['artifact-ids'], runId: run?.runId };
    }
    if (values.scope === 'repository')
        return { kind: 'repository', runs: queryOf(values, lookedUp, 'any') };
    if (values['run-id'] !== undefined)
        return run && { kind: 'run', ...run };
    if (searchInputs.length > 0) {
        checkBranch(values, problems);
        const toSuccess = values['run-number'] === undefined && DEFAULT_TO_SUCCESS.some(input => values[input] !== undefined);
        return { kind: 'search', runs: queryOf(values, lookedUp, toSuccess ? 'success' : 'any') };
    }
    if (problems.has('scope', 'artifact-ids', ...RUN_GROUP))
        return undefined;
    return currentRun(isElsewhere, env, problems);
}
function currentRun(isElsewhere, env, problems) {
    const runId = currentRunId(env);
    if (runId === undefined) {
        problems.add('run-id', noCurrentRun());
        return undefined;
    }
    if (isElsewhere)
        problems.add('run-id', noRunElsewhere(SEARCH_INPUTS));
    return { kind: 'run', runId, how: 'current' };
}
function queryOf(values, lookedUp, defaultConclusion) {
    const { commit, 'pull-request': pullRequest } = values;
    return {
        runNumber: values['run-number'],
        workflow: values.workflow,
        branch: values.branch,
        commit: commit === MERGE_BASE ? undefined : commit,
        ancestors: values.ancestors,
        lineage: undefined,
        pullRequest: pullRequest === 'merged' ? undefined : pullRequest,
        ...lookedUp,
        event: values.event,
        conclusion: values.conclusion ?? defaultConclusion,
        allowForks: values['allow-forks']
    };
}
function checkCombinations(values, searchInputs, problems) {
    const { scope, 'run-id': runId, 'artifact-ids': ids } = values;
    const isRepository = scope === 'repository';
    if (runId !== undefined && isRepository)
        problems.add('run-id', runIdWithScope(runId));
    if (runId !== undefined && searchInputs.length > 0) {
        problems.add('run-id', runIdWithSearch(runId, searchInputs));
    }
    if (ids === undefined)
        return;
    if (isRepository)
        problems.add('artifact-ids', idsWithScope());
    const others = [...searchInputs, ...(values['allow-forks'] ? ['allow-forks'] : [])];
    if (others.length > 0)
        problems.add('artifact-ids', idsWithSearch(others));
}
function checkBranch({ branch }, problems) {
    for (const line of branch?.lines ?? []) {
        const [, pullRequest] = /^refs\/pull\/(\d+)\//.exec(line) ?? [];
        if (pullRequest !== undefined) {
            problems.add('branch', branchOfPullRequest(line, pullRequest));
        }
        else if (/^!|[*?[]/.test(line) || (0,glob/* hasAlternatives */.JB)(line)) {
            problems.add('branch', branchGlob(line));
        }
    }
}
function toLookUp({ commit, 'pull-request': pullRequest }, isElsewhere, env, problems) {
    const mergeBase = commit === MERGE_BASE ? pullRequestEnds(env) : undefined;
    if (commit === MERGE_BASE && (isElsewhere || mergeBase === undefined)) {
        problems.add('commit', noMergeBase(isElsewhere ? 'elsewhere' : 'no-pull-request'));
    }
    const as = pullRequest === 'merged' ? currentSha(env) : undefined;
    if (pullRequest === 'merged' && (isElsewhere || as === undefined)) {
        problems.add('pull-request', noMergeCommit(isElsewhere ? 'elsewhere' : 'no-sha'));
    }
    return { mergeBase, merged: as === undefined ? undefined : { as, head: undefined } };
}
function givenRun({ 'run-id': given, repository }, env, problems) {
    if (given === undefined)
        return undefined;
    const isOwn = repository === undefined || isOwnRepository(repository, env);
    if (given !== 'triggering')
        return { runId: given, how: 'given' };
    const runId = triggeringRunId(env);
    if (runId !== undefined && isOwn)
        return { runId, how: 'triggering' };
    const event = env.GITHUB_EVENT_NAME ?? 'no event';
    problems.add('run-id', noTriggeringRun(runId === undefined ? event : undefined));
    return undefined;
}

;// CONCATENATED MODULE: ./lib/inputs/input-rules.js



function checkContradictions(operation, values, problems) {
    const isNamed = values.name !== undefined || values['artifact-ids'] !== undefined;
    if (operation === 'get' && !isNamed && !problems.has('name', 'artifact-ids')) {
        problems.add('name', getWithoutName());
    }
    if (operation === 'delete')
        checkDelete(values, problems);
    checkMinCount(operation, values, problems);
    if (values['delete-after'] && values.files !== undefined) {
        problems.add('delete-after', deleteAfterFiles());
    }
    if (values['delete-after'] && values['on-conflict'] === 'skip') {
        problems.add('delete-after', deleteAfterSkip());
    }
    if (values['expected-digest'] !== undefined && values.files !== undefined) {
        problems.add('expected-digest', digestOfFiles());
    }
    if (values['skip-decompress'] && values.files !== undefined) {
        problems.add('files', filesOfWholeArchive());
    }
    if (values['skip-decompress'] && values.unpack !== undefined) {
        problems.add('unpack', unpackOfWholeArchive());
    }
}
function checkMinCount(operation, values, problems) {
    const isOneOfEach = values.latest ?? operation === 'download';
    const most = {
        limit: values.limit || undefined,
        'artifact-ids': values['artifact-ids']?.length,
        name: isOneOfEach ? values.name?.length : undefined
    };
    const minCount = values['min-count'];
    for (const [input, max] of Object.entries(most)) {
        if (max !== undefined && max < minCount) {
            problems.add('min-count', minCountOutOfReach(minCount, { input, max }));
        }
    }
}
const FILTERS = [
    'name',
    'pattern',
    'artifact-ids',
    'branch',
    'older-than',
    'newer-than',
    'larger-than',
    'smaller-than',
    'keep-latest',
    'keep-runs',
    'keep-size',
    'gone-branches'
];
const RETENTION = ['older-than', 'keep-latest', 'keep-size', 'gone-branches'];
function checkDelete(values, problems) {
    const onlyExcludes = values.branch?.lines.every(line => line.startsWith('!')) ?? false;
    const isSet = (input) => values[input] !== undefined && values[input] !== false && !(input === 'branch' && onlyExcludes);
    if (!FILTERS.some(isSet) && !problems.has(...FILTERS)) {
        problems.add('name', deleteEverything(FILTERS, onlyExcludes));
    }
    const isOfManyRuns = values.scope === 'repository' || values['artifact-ids'] !== undefined;
    if (isSet('keep-runs') && !isOfManyRuns && !problems.has('scope', 'artifact-ids')) {
        problems.add('keep-runs', keepRunsOfOneRun());
    }
    const hasPlace = isOfManyRuns || RUN_GROUP.some(input => values[input] !== undefined);
    if (hasPlace || problems.has('scope', 'artifact-ids', ...RUN_GROUP))
        return;
    for (const input of RETENTION) {
        if (isSet(input))
            problems.add(input, deleteOfCurrentRun(RUN_GROUP));
    }
}
function checkApiUrl(text, token, env, problems) {
    const kind = apiUrlProblem(text, env);
    if (kind !== undefined) {
        problems.add('api-url', invalidValue(text.replace(/\/\/[^/]*@/, '//***@'), { kind }));
    }
    else if (!isOwnOrigin(text, env) && token !== '' && token === env.GITHUB_TOKEN) {
        problems.add('github-token', jobTokenForOtherServer(new URL(text).origin));
    }
}
function apiUrlProblem(text, env) {
    if (!URL.canParse(text))
        return 'api-url';
    const { protocol, hostname, username, password } = new URL(text);
    if (username !== '' || password !== '' || /[?#]/.test(text))
        return 'api-url-parts';
    const isLoopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
    const isAllowed = protocol === 'https:' || (protocol === 'http:' && (isLoopback || isOwnOrigin(text, env)));
    return isAllowed ? undefined : 'api-url-protocol';
}
function isOwnOrigin(url, env) {
    const own = ownApiUrl(env);
    return URL.canParse(own) && new URL(own).origin === new URL(url).origin;
}

;// CONCATENATED MODULE: ./lib/download/inputs.js
const DIGEST_HANDLING = ['error', 'warn', 'info', 'ignore'];
const CONFLICT_HANDLING = ['overwrite', 'skip', 'error'];

;// CONCATENATED MODULE: ./lib/selection/groupings.js
const GROUPINGS = ['name', 'branch', 'name-and-branch', 'workflow', 'all'];

// EXTERNAL MODULE: ./lib/selection/inputs.js
var inputs = __nccwpck_require__(4201);
;// CONCATENATED MODULE: ./lib/inputs/action-inputs.js
const OPERATIONS = ['list', 'get', 'download', 'delete'];
const CONCLUSIONS = [
    'success',
    'failure',
    'cancelled',
    'skipped',
    'timed_out',
    'neutral',
    'action_required',
    'stale',
    'startup_failure',
    'any'
];
const BACKENDS = ['auto', 'runtime', 'rest'];

;// CONCATENATED MODULE: ./lib/inputs/input-table.js





const MAX_ANCESTORS = 250;
const ALL = OPERATIONS;
const LISTING = ['list', 'download', 'delete'];
const DOWNLOAD = ['download'];
const DELETE = ['delete'];
const INPUTS = {
    operation: { operations: ALL, parser: oneOf(OPERATIONS) },
    repository: { operations: ALL, parser: repository },
    'github-token': { operations: ALL, parser: singleLine },
    'api-url': { operations: ALL, parser: singleLine },
    backend: { operations: ALL, parser: oneOf(BACKENDS) },
    scope: { operations: LISTING, parser: oneOf(['run', 'repository']) },
    'run-id': { operations: ALL, parser: runId },
    'run-number': { operations: ALL, parser: unless('*', integer(1)) },
    workflow: { operations: ALL, parser: unless('*', workflow) },
    branch: { operations: ALL, parser: unless('**', branches) },
    commit: { operations: ALL, parser: unless('*', commit) },
    ancestors: { operations: ['list', 'get', 'download'], parser: integer(0, MAX_ANCESTORS) },
    'pull-request': { operations: ALL, parser: unless('*', pullRequest) },
    event: { operations: ALL, parser: unless('*', input_parsers_event) },
    conclusion: { operations: ALL, parser: unless('auto', oneOf([...CONCLUSIONS, 'auto'])) },
    'allow-forks': { operations: ['list', 'get', 'download'], parser: input_parsers_boolean },
    name: { operations: ALL, parser: unless('*', names) },
    pattern: { operations: LISTING, parser: unless('**', globs) },
    'artifact-ids': { operations: ALL, parser: unless('*', ids) },
    'older-than': { operations: LISTING, parser: unless('*', input_parsers_moment) },
    'newer-than': { operations: LISTING, parser: unless('*', input_parsers_moment) },
    'larger-than': { operations: LISTING, parser: unless('*', size) },
    'smaller-than': { operations: LISTING, parser: unless('*', size) },
    'include-expired': { operations: ['list', 'get', 'delete'], parser: input_parsers_boolean },
    latest: { operations: ['list', 'download'], parser: input_parsers_boolean },
    shard: { operations: LISTING, parser: unless('1/1', input_parsers_shard) },
    limit: { operations: LISTING, parser: integer(0) },
    'min-count': { operations: ['list', 'download'], parser: integer(0) },
    'if-no-artifact-found': { operations: ALL, parser: oneOf(inputs/* FOUND_HANDLING */.j) },
    'wait-timeout': { operations: ['list', 'get', 'download'], parser: duration },
    path: { operations: DOWNLOAD, parser: singleLine },
    'merge-multiple': { operations: DOWNLOAD, parser: input_parsers_boolean },
    files: { operations: DOWNLOAD, parser: unless('**', globs) },
    unpack: { operations: DOWNLOAD, parser: globs },
    'skip-decompress': { operations: DOWNLOAD, parser: input_parsers_boolean },
    'expected-digest': { operations: DOWNLOAD, parser: digests },
    'digest-mismatch': { operations: DOWNLOAD, parser: oneOf(DIGEST_HANDLING) },
    'on-conflict': { operations: DOWNLOAD, parser: oneOf(CONFLICT_HANDLING) },
    'max-extracted-size': { operations: DOWNLOAD, parser: unless('*', size) },
    cache: { operations: DOWNLOAD, parser: input_parsers_boolean },
    'delete-after': { operations: DOWNLOAD, parser: input_parsers_boolean },
    'keep-latest': { operations: DELETE, parser: unlessZero(integer(0)) },
    'keep-runs': { operations: DELETE, parser: unlessZero(integer(0)) },
    'keep-size': { operations: DELETE, parser: unlessZero(size) },
    'group-by': { operations: DELETE, parser: unless('auto', oneOf([...GROUPINGS, 'auto'])) },
    'gone-branches': { operations: DELETE, parser: input_parsers_boolean },
    'max-deletes': { operations: DELETE, parser: unless('*', integer(0)) },
    'dry-run': { operations: DELETE, parser: input_parsers_boolean },
    concurrency: { operations: ALL, parser: autoOr(1, 64) },
    retries: { operations: ALL, parser: integer(0, 100) },
    'stall-timeout': { operations: ALL, parser: positive(duration) },
    'rate-limit-wait': { operations: ALL, parser: duration },
    summary: { operations: ALL, parser: input_parsers_boolean }
};

;// CONCATENATED MODULE: ./lib/inputs/problems.js


class InputError extends action_error/* ActionError */.lZ {
    problems;
    name = 'InputError';
    constructor(problems) {
        super('input-invalid', invalidInputs(problems));
        this.problems = problems;
    }
}
class Problems {
    warn;
    #found = [];
    constructor(warn) {
        this.warn = warn;
    }
    add(input, text) {
        this.#found.push({ input, text });
    }
    has(...inputs) {
        return this.#found.some(({ input }) => inputs.some(name => name === input));
    }
    throwIfAny() {
        if (this.#found.length > 0)
            throw new InputError(this.#found);
    }
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js













function readInputs(env, warn) {
    const problems = new Problems(warn);
    const values = readValues(env, problems);
    if (values['run-id'] === currentRunId(env))
        values['run-id'] = undefined;
    const { operation, repository, 'github-token': token = '', 'api-url': apiUrl } = values;
    if (repository === undefined && !problems.has('repository')) {
        problems.add('repository', emptyRepository());
    }
    if (!problems.has('api-url'))
        checkApiUrl(apiUrl, token, env, problems);
    checkUnknownInputs(operation, env, problems);
    const ownServer = isOwnServer(apiUrl, env);
    const isElsewhere = (!ownServer && !problems.has('api-url')) ||
        (repository !== undefined && !isOwnRepository(repository, env));
    checkEmptyInputs(operation, isElsewhere, env, problems);
    const place = placeOf(values, isElsewhere, env, problems);
    if (values.backend === 'runtime')
        checkRuntime(values, { place, ownServer }, env, problems);
    if (!problems.has('operation')) {
        checkOtherOperations(values, env, problems);
        checkContradictions(operation, values, problems);
    }
    problems.throwIfAny();
    if (repository === undefined || place === undefined)
        throw new TypeError('no value and no problem');
    const isStrict = operation === 'get' || operation === 'download' || values['min-count'] > 0;
    const shared = {
        repository,
        ownRepository: isOwnRepository(repository, env),
        token,
        apiUrl: apiUrl.replace(/\/+$/, ''),
        ownServer,
        onGitHubCom: ownServer && isOnGitHubCom(env),
        backend: values.backend,
        concurrency: values.concurrency,
        retries: values.retries,
        stallTimeout: Math.min(clock/* LONGEST_TIMER */.Z$, values['stall-timeout']),
        rateLimitWait: values['rate-limit-wait'],
        summary: values.summary ?? operation !== 'get',
        place,
        currentRunId: isOwnRepository(repository, env) ? currentRunId(env) : undefined,
        names: values.name ?? [],
        pattern: values.pattern,
        includeExpired: values['include-expired'],
        olderThan: values['older-than'],
        newerThan: values['newer-than'],
        largerThan: values['larger-than'],
        smallerThan: values['smaller-than'],
        latest: values.latest ?? latestByDefault(operation, place),
        shard: values.shard,
        limit: values.limit,
        minCount: values['min-count'],
        ifNoArtifactFound: values['if-no-artifact-found'] ?? (isStrict ? 'error' : 'ignore'),
        waitTimeout: values['wait-timeout']
    };
    switch (operation) {
        case 'list':
        case 'get':
            return { operation, ...shared };
        case 'delete':
            return {
                operation,
                ...shared,
                keepLatest: values['keep-latest'],
                keepRuns: values['keep-runs'],
                keepSize: values['keep-size'],
                groupBy: values['group-by'] ?? (values['keep-runs'] === undefined ? 'name' : 'workflow'),
                goneBranches: values['gone-branches'],
                maxDeletes: values['max-deletes'],
                dryRun: values['dry-run']
            };
        case 'download':
            return {
                operation,
                ...shared,
                path: absolutePath(values.path),
                mergeMultiple: values['merge-multiple'],
                files: values.files,
                unpack: values.unpack,
                skipDecompress: values['skip-decompress'],
                expectedDigest: values['expected-digest'],
                digestMismatch: values['digest-mismatch'],
                onConflict: values['on-conflict'],
                maxExtractedSize: values['max-extracted-size'],
                cache: values.cache,
                deleteAfter: values['delete-after']
            };
    }
}
function checkRuntime(values, { place, ownServer }, env, problems) {
    if (place === undefined)
        return;
    const { repository } = values;
    const isCurrent = place.kind === 'ids' || (place.kind === 'run' && place.how === 'current');
    const runInputs = RUN_GROUP.filter(input => values[input] !== undefined);
    const outside = [
        ...(isCurrent ? [] : place.kind === 'repository' ? ['scope: repository'] : runInputs),
        ...(repository === undefined || isOwnRepository(repository, env) ? [] : ['repository']),
        ...(currentRunId(env) === undefined ? ['no GITHUB_RUN_ID'] : []),
        ...(ownServer ? [] : ['api-url']),
        ...(values['include-expired'] ? ['include-expired: true'] : [])
    ];
    if (outside.length > 0)
        problems.add('backend', (0,artifact_service/* runtimeRefused */.D5)(outside));
}
function latestByDefault(operation, place) {
    return operation === 'download' || (operation === 'get' && place.kind !== 'ids');
}
function readValues(env, problems) {
    const read = (name) => {
        const text = textOf(name, env);
        if (text === '')
            return undefined;
        try {
            return INPUTS[name].parser(text);
        }
        catch (error) {
            if (!(error instanceof InvalidValue))
                throw error;
            const value = name === 'github-token' ? undefined : text;
            problems.add(name, invalidValue(value, error.expected));
            return undefined;
        }
    };
    return Object.fromEntries(inputNames().map(name => [name, read(name)]));
}
function inputNames() {
    return Object.keys(INPUTS);
}
function textOf(name, env) {
    return inputText(name, env) || defaultOf(name, env);
}
function defaultOf(name, env) {
    const text = DEFAULTS[name];
    switch (text) {
        case '${{ github.repository }}':
            return env.GITHUB_REPOSITORY ?? '';
        case '${{ github.api_url }}':
            return ownApiUrl(env);
        case '${{ github.workspace }}':
            return env.GITHUB_WORKSPACE ?? process.cwd();
        case '${{ github.run_id }}':
            return String(currentRunId(env) ?? '');
        case '${{ github.token }}':
            return '';
        default:
            return text;
    }
}
function checkOtherOperations(values, env, problems) {
    const { operation } = values;
    for (const name of inputNames()) {
        const operations = INPUTS[name].operations;
        const [given, byDefault] = [inputText(name, env) ?? '', defaultOf(name, env)];
        if (operations.includes(operation) || given === '' || given === byDefault)
            continue;
        if (byDefault !== '' && values[name] === INPUTS[name].parser(byDefault))
            continue;
        if (name === 'path' && external_node_path_.resolve(given) === external_node_path_.resolve(byDefault))
            continue;
        const isDefaultOperation = operation === DEFAULTS.operation;
        const facts = { value: given, operation, isDefaultOperation, allowedWith: operations };
        problems.add(name, otherOperation(facts));
    }
}
function checkUnknownInputs(operation, env, problems) {
    for (const { variable, name, value, replacements, isOfDeleteAction, isTypo } of unknownInputs(env)) {
        const [first = ''] = replacements;
        if (isTypo)
            problems.add(name, misspelledInput(first, variable));
        else if (!replacements.some(input => input !== STEP_KEY && isPassedOn(input, value, env))) {
            const isDownload = isOfDeleteAction && operation === DEFAULTS.operation;
            problems.warn(unknownInput({ input: name, replacements, isStepKey: first === STEP_KEY, isDownload }));
        }
    }
}
function isPassedOn(name, value, env) {
    const text = textOf(name, env);
    return text === value || (name !== 'github-token' && text !== defaultOf(name, env));
}
function checkEmptyInputs(operation, isElsewhere, env, problems) {
    const accepted = [];
    for (const name of inputNames()) {
        const byDefault = DEFAULTS[name];
        const canBeEmpty = byDefault === '' || (name === 'github-token' && env.ACT === 'true');
        if (canBeEmpty || inputText(name, env) !== '')
            continue;
        const operations = INPUTS[name].operations;
        if (name === 'run-id' && isElsewhere)
            problems.add(name, emptyRunIdElsewhere());
        else if (name === 'expected-digest' && operation === 'download')
            problems.add(name, emptyDigest());
        else if (operation === 'delete' && operations.includes(operation)) {
            problems.add(name, emptyForDelete(byDefault));
        }
        else
            accepted.push({ input: name, byDefault });
    }
    if (accepted.length > 0)
        problems.warn(emptyInputs(accepted));
}
function absolutePath(text) {
    return external_node_path_.resolve(text.replace(/^~(?=$|[/\\])/, (0,external_node_os_.homedir)()));
}

// EXTERNAL MODULE: ./lib/install/target.js + 8 modules
var target = __nccwpck_require__(6738);
;// CONCATENATED MODULE: ./lib/messages/run.js
const stoppedBySignal = (signal) => `The step was stopped by ${signal}`;
const endedEarly = () => 'The step ended before the operation finished';
const errorAnnotation = (explanation, page) => `${explanation}\n\nDetails: ${page}`;

;// CONCATENATED MODULE: ./lib/report/workflow-command.js

function issueCommand(command, text = '', properties = {}) {
    const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
    print(`::${[command, pairs.join()].filter(Boolean).join(' ')}::${escapeData(text)}`);
}
function print(line) {
    process.stdout.write(`${line}${external_node_os_.EOL}`);
}
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

;// CONCATENATED MODULE: ./lib/report/log-reporter.js

function logReporter(notes) {
    const note = (kind) => (text) => {
        notes.push({ kind, text });
        issueCommand(kind, text);
    };
    return {
        debug: line => issueCommand('debug', line),
        info: print,
        notice: note('notice'),
        warning: note('warning'),
        group: title => issueCommand('group', title),
        endGroup: () => issueCommand('endgroup'),
        secret: value => issueCommand('add-mask', value)
    };
}

;// CONCATENATED MODULE: ./lib/run.js









const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 143 };
const EXIT_GRACE = 1000;
const WORKER = 'worker.js';
async function runProcess() {
    const controller = new AbortController();
    let finished = false;
    const exit = (code) => {
        finished = true;
        for (const problem of (0,target/* abandonAll */.tk)())
            issueCommand('warning', problem);
        process.exit(code);
    };
    process.once('uncaughtException', error => {
        failStep((0,action_error/* asActionError */.z6)(error));
        exit(1);
    });
    process.once('exit', () => {
        (0,terminate_guard/* closeAllGuards */.Og)();
        if (finished)
            return;
        failStep(new action_error/* ActionError */.lZ('internal', endedEarly()));
        (0,target/* abandonAll */.tk)();
    });
    const step = run({ signal: controller.signal });
    for (const signal of Object.keys(EXIT_CODES)) {
        process.once(signal, () => {
            const reason = new action_error/* ActionError */.lZ('interrupted', stoppedBySignal(signal));
            controller.abort(reason);
            void step.finally(() => exit(EXIT_CODES[signal]));
            setTimeout(() => {
                failStep(reason);
                exit(EXIT_CODES[signal]);
            }, clock/* STOP_GRACE */.yx).unref();
        });
    }
    await step;
    finished = true;
    setTimeout(() => process.exit(), EXIT_GRACE).unref();
}
async function run(options = {}) {
    const { env = process.env, signal = new AbortController().signal, ...rest } = options;
    const notes = [];
    const report = logReporter(notes);
    const warn = (text) => report.warning(text);
    try {
        const inputs = readInputs(env, warn);
        for (const token of [inputs.token, env.ACTIONS_RUNTIME_TOKEN])
            if (token)
                report.secret(token);
        const { passwordsOf, proxyFor } = await __nccwpck_require__.e(/* import() */ 768).then(__nccwpck_require__.bind(__nccwpck_require__, 768));
        for (const password of passwordsOf(proxyFor(inputs.apiUrl)))
            report.secret(password);
        const { runOperation } = await Promise.all(/* import() */[__nccwpck_require__.e(596), __nccwpck_require__.e(440), __nccwpck_require__.e(504)]).then(__nccwpck_require__.bind(__nccwpck_require__, 7504));
        const { writeReport } = await Promise.all(/* import() */[__nccwpck_require__.e(58), __nccwpck_require__.e(440), __nccwpck_require__.e(976)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2093));
        const { workerUrl = new URL(WORKER, import.meta.url), ...delays } = rest;
        const { result, usage } = await runOperation(inputs, { env, report, signal, workerUrl, ...delays });
        const failure = writeReport(result, { inputs, env, usage, notes, warn });
        if (failure)
            failStep(failure);
    }
    catch (error) {
        failStep((0,action_error/* asActionError */.z6)(error));
    }
}
function failStep(failure) {
    const { title, explanation, page } = failure;
    issueCommand('error', errorAnnotation(explanation, page), { title });
    process.exitCode = 1;
    for (let error = failure; error instanceof Error; error = error.cause) {
        issueCommand('debug', stackOf(error));
    }
}
const MAX_STACK_LINES = 30;
function stackOf({ stack = '' }) {
    return stack
        .split('\n', MAX_STACK_LINES)
        .map(line => (0,printable/* printable */.g)(line))
        .join('\n');
}


/***/ }),

/***/ 4201:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   j: () => (/* binding */ FOUND_HANDLING),
/* harmony export */   k: () => (/* binding */ runsOf)
/* harmony export */ });
const FOUND_HANDLING = ['error', 'warn', 'ignore'];
function runsOf(place) {
    return place.kind === 'search' || place.kind === 'repository' ? place.runs : undefined;
}


/***/ }),

/***/ 5566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ isInShard),
/* harmony export */   u: () => (/* binding */ parseShard)
/* harmony export */ });
function parseShard(text) {
    const [, index, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text)?.map(Number) ?? [];
    if (index === undefined || count === undefined || index > count || !Number.isSafeInteger(count))
        return undefined;
    return { index, count };
}
function isInShard(id, { index, count }) {
    return id % count === index - 1;
}


/***/ }),

/***/ 9567:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  pZ: () => (/* binding */ GlobError),
  SO: () => (/* binding */ compileGlob),
  tI: () => (/* binding */ compileGlobs),
  JB: () => (/* binding */ hasAlternatives)
});

;// CONCATENATED MODULE: ./node_modules/balanced-match/dist/esm/index.js
const balanced = (a, b, str) => {
    const ma = a instanceof RegExp ? maybeMatch(a, str) : a;
    const mb = b instanceof RegExp ? maybeMatch(b, str) : b;
    const r = ma !== null && mb != null && range(ma, mb, str);
    return (r && {
        start: r[0],
        end: r[1],
        pre: str.slice(0, r[0]),
        body: str.slice(r[0] + ma.length, r[1]),
        post: str.slice(r[1] + mb.length),
    });
};
const maybeMatch = (reg, str) => {
    const m = str.match(reg);
    return m ? m[0] : null;
};
const range = (a, b, str) => {
    let begs, beg, left, right = undefined, result;
    let ai = str.indexOf(a);
    let bi = str.indexOf(b, ai + 1);
    let i = ai;
    if (ai >= 0 && bi > 0) {
        if (a === b) {
            return [ai, bi];
        }
        begs = [];
        left = str.length;
        while (i >= 0 && !result) {
            if (i === ai) {
                begs.push(i);
                ai = str.indexOf(a, i + 1);
            }
            else if (begs.length === 1) {
                const r = begs.pop();
                if (r !== undefined)
                    result = [r, bi];
            }
            else {
                beg = begs.pop();
                if (beg !== undefined && beg < left) {
                    left = beg;
                    right = bi;
                }
                bi = str.indexOf(b, i + 1);
            }
            i = ai < bi && ai >= 0 ? ai : bi;
        }
        if (begs.length && right !== undefined) {
            result = [left, right];
        }
    }
    return result;
};
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./node_modules/brace-expansion/dist/esm/index.js

const escSlash = '\0SLASH' + Math.random().toFixed(16) + '\0';
const escOpen = '\0OPEN' + Math.random().toFixed(16) + '\0';
const escClose = '\0CLOSE' + Math.random().toFixed(16) + '\0';
const escComma = '\0COMMA' + Math.random().toFixed(16) + '\0';
const escPeriod = '\0PERIOD' + Math.random().toFixed(16) + '\0';
const escSlashPattern = new RegExp(escSlash, 'g');
const escOpenPattern = new RegExp(escOpen, 'g');
const escClosePattern = new RegExp(escClose, 'g');
const escCommaPattern = new RegExp(escComma, 'g');
const escPeriodPattern = new RegExp(escPeriod, 'g');
const slashPattern = /\\\\/g;
const openPattern = /\\{/g;
const closePattern = /\\}/g;
const commaPattern = /\\,/g;
const periodPattern = /\\\./g;
const EXPANSION_MAX = 100_000;
// `EXPANSION_MAX` caps the *number* of expansions, but not their length. An
// input like `'{a,b}'.repeat(1500)` stays under that count - its output is
// truncated to 100k results - while making every result ~1500 characters
// long. The result set, and the intermediate arrays built while combining
// brace sets, then grow large enough to exhaust memory and crash the process
// (CVE-2026-14257). `EXPANSION_MAX_LENGTH` bounds the total number of
// characters the accumulator may hold at any point, so memory stays flat no
// matter how many brace groups are chained. The limit sits well above any
// realistic expansion (100k results hitting `EXPANSION_MAX` measure ~1M
// characters) so legitimate input is unaffected.
const EXPANSION_MAX_LENGTH = 4_000_000;
// `expand_` recurses once per level of brace *nesting* - both when expanding a
// set's comma members and when re-wrapping a set whose body is a single part.
// The CVE-2026-14257 fix made the *tail* iterative (recursion on `m.post`, one
// level per chained group), which left nesting depth unbounded: about 3,100
// levels of `{{{...a,b...}}}` - only ~6KB of input - exhausted the native stack
// and crashed the process. `EXPANSION_MAX_DEPTH` bounds how deep the parser
// will follow nesting. It sits far above any realistic pattern and well below
// the depth at which the stack runs out.
const EXPANSION_MAX_DEPTH = 1_000;
// Bash keeps a quirk where a brace group followed by a comma set still expands
// (`{a},b}`). The parser implements it by rewriting the string and restarting
// the scan, absorbing one `}` per pass. `n` trailing braces therefore cost `n`
// full passes over a string that itself grows by one `escClose` sentinel each
// time - quadratic in `n`, with a ~26x constant from the sentinel's length.
// 128KB of `'{a}' + '}'.repeat(n) + ',z}'` blocked the event loop for 27
// seconds to produce two results. `EXPANSION_MAX_REWRITES` bounds how many
// times the scan may restart. Real `{a},b}` input needs a handful.
const EXPANSION_MAX_REWRITES = 1_000;
// `EXPANSION_MAX_STEPS` bounds the work one `expand` call does, which `max`,
// `maxLength` and `maxDepth` don't: nested sets are rescanned at every level
// and chained groups each rebuild up to `max` results, so 2KB of input could
// block the event loop for over 30 seconds. Each character scanned, result
// built and sequence value generated is a step, and each `expand_` call costs
// `CALL_STEPS` more. Past the budget, the set being expanded and everything
// after it stay literal. A glob needs a few hundred steps, and nesting all the
// way to `EXPANSION_MAX_DEPTH` about 4M.
const EXPANSION_MAX_STEPS = 20_000_000;
// What one `expand_` call costs on top of what it scans and builds. Setting
// one up takes about as long as scanning 16 characters, and a set whose
// results are wrapped to be expanded again makes one call per result, each
// scanning and building next to nothing: 64KB of
// `('{{' + ','.repeat(316) + '}{' + ','.repeat(316) + '}}').repeat(n)` made
// 4M such calls, which spent the budget three times as slowly as anything
// else.
const CALL_STEPS = 16;
function numeric(str) {
    return !isNaN(str) ? parseInt(str, 10) : str.charCodeAt(0);
}
function escapeBraces(str) {
    return str
        .replace(slashPattern, escSlash)
        .replace(openPattern, escOpen)
        .replace(closePattern, escClose)
        .replace(commaPattern, escComma)
        .replace(periodPattern, escPeriod);
}
function unescapeBraces(str) {
    return str
        .replace(escSlashPattern, '\\')
        .replace(escOpenPattern, '{')
        .replace(escClosePattern, '}')
        .replace(escCommaPattern, ',')
        .replace(escPeriodPattern, '.');
}
// Like `target.push(...items)` but doesn't overflow the stack
function pushAll(target, items) {
    for (let i = 0; i < items.length; i++) {
        target.push(items[i]);
    }
}
// `balanced`, run on `masked` (see `maskUnmatchedOpens`), sliced from `str`
// and charged for the characters it walks: up to the group's `}`, or the
// whole string when there is no match or unmatched `{` come first, which
// `unmatched` then flags for masking. Once a call overdraws the budget, it
// and every later one return undefined, so the rest stays literal.
function balancedWithBudget(str, masked, budget) {
    if (budget.remaining < 0) {
        return undefined;
    }
    const r = range('{', '}', masked);
    const unmatched = r !== undefined && masked.indexOf('{') < r[0];
    budget.remaining -= r && !unmatched ? r[1] + 1 : str.length;
    if (!r || budget.remaining < 0) {
        return undefined;
    }
    return {
        end: r[1],
        pre: str.slice(0, r[0]),
        body: str.slice(r[0] + 1, r[1]),
        post: str.slice(r[1] + 1),
        unmatched,
    };
}
// `masked` with every `{` that has no matching `}` swapped for a `\0`, which
// keeps the length, so a scan of it still lines up with the string it was
// made from. Such a `{` is literal either way, but `balanced` only learns that
// one is unmatched by reading to the end of the string, so with one at the
// head of every group (`'{a,{b,c}'.repeat(n)`) each scan read the rest of the
// input. That was quadratic, and once the step budget charged for it, it ran
// out partway through and left the rest literal. A scan of the masked copy
// stops at the group's `}`. It is one pass, charged as such.
function maskUnmatchedOpens(masked, budget) {
    budget.remaining -= masked.length;
    const open = [];
    for (let i = 0; i < masked.length; i++) {
        const c = masked.charCodeAt(i);
        if (c === 0x7b) {
            open.push(i);
        }
        else if (c === 0x7d && open.length) {
            open.pop();
        }
    }
    let out = '';
    let last = 0;
    for (let i = 0; i < open.length; i++) {
        const at = open[i];
        out += masked.slice(last, at) + '\0';
        last = at + 1;
    }
    return out + masked.slice(last);
}
// Whether `str` has a `,` not followed by another `,`, with a `}` after it on
// the same line - what `/,(?!,).*\}/.test(str)` asks, answered in one pass from
// the end. The regex tries every `,` and backtracks through the rest of its
// line from each, which is quadratic, and the `{a},b}` rewrite asks again on
// every pass. Like a scan, it is charged for the whole string and refused if
// that overdraws the budget.
function commaSetFollows(str, budget) {
    budget.remaining -= str.length;
    if (budget.remaining < 0) {
        return false;
    }
    // Whether a `}` follows the current position before the line ends
    let close = false;
    for (let i = str.length - 1; i >= 0; i--) {
        const c = str.charCodeAt(i);
        if (c === 0x7d) {
            close = true;
        }
        else if (c === 0x0a || c === 0x0d || c === 0x2028 || c === 0x2029) {
            // A line terminator, which `.` does not match
            close = false;
        }
        else if (c === 0x2c && close && str.charCodeAt(i + 1) !== 0x2c) {
            return true;
        }
    }
    return false;
}
/**
 * Basically just str.split(","), but handling cases
 * where we have nested braced sections, which should be
 * treated as individual members, like {a,{b,c},d}
 *
 * Returns `undefined` if the step budget runs out before the whole set is
 * split, since splitting what is left on every comma would tear apart the
 * nested sets it still holds.
 */
function parseCommaParts(str, budget) {
    const parts = [];
    // Walk the brace groups iteratively. Recursing on `post` once per group let a
    // chain of them exhaust the stack - the parsing-side counterpart to
    // the `expand_` overflow fixed for CVE-2026-14257, and not something `max` or
    // `maxLength` can bound, since it happens before expansion.
    //
    // The part the next chunk continues
    let carry = '';
    for (;;) {
        // A set's body holds no unmatched `{`, so there is nothing to mask.
        const m = balancedWithBudget(str, str, budget);
        if (budget.remaining < 0) {
            return undefined;
        }
        if (!m) {
            const tail = str.split(',');
            tail[0] = carry + tail[0];
            pushAll(parts, tail);
            return parts;
        }
        const { pre, body, post } = m;
        const p = pre.split(',');
        p[0] = carry + p[0];
        p[p.length - 1] += '{' + body + '}';
        if (!post.length) {
            pushAll(parts, p);
            return parts;
        }
        carry = p.pop();
        pushAll(parts, p);
        str = post;
    }
}
// An option that is left out, or that is NaN, gets its default. Every
// comparison against NaN is false, so a NaN bound would never be reached:
// `{ maxSteps: NaN }` let 15KB of input block the event loop for 16 seconds,
// and `{ maxDepth: NaN }` overflowed the stack again (CVE-2026-102278). Pass
// `Infinity` to lift a bound.
function bound(value, fallback) {
    return value === undefined || isNaN(value) ? fallback : value;
}
function expand(str, options = {}) {
    if (!str) {
        return [];
    }
    const max = bound(options.max, EXPANSION_MAX);
    const maxLength = bound(options.maxLength, EXPANSION_MAX_LENGTH);
    const maxDepth = bound(options.maxDepth, EXPANSION_MAX_DEPTH);
    const maxRewrites = bound(options.maxRewrites, EXPANSION_MAX_REWRITES);
    const maxSteps = bound(options.maxSteps, EXPANSION_MAX_STEPS);
    // I don't know why Bash 4.3 does this, but it does.
    // Anything starting with {} will have the first two bytes preserved
    // but *only* at the top level, so {},a}b will not expand to anything,
    // but a{},b}c will be expanded to [a}c,abc].
    // One could argue that this is a bug in Bash, but since the goal of
    // this module is to match Bash's rules, we escape a leading {}
    if (str.slice(0, 2) === '{}') {
        str = '\\{\\}' + str.slice(2);
    }
    return expand_(escapeBraces(str), max, maxLength, maxDepth, 0, maxRewrites, { remaining: maxSteps }, true).map(unescapeBraces);
}
function embrace(str) {
    return '{' + str + '}';
}
function isPadded(el) {
    return /^-?0\d/.test(el);
}
function lte(i, y) {
    return i <= y;
}
function gte(i, y) {
    return i >= y;
}
// Build `{ acc[a] + pre + values[v] }` for every combination, capping the
// number of results at `max` and the total number of characters at `maxLength`.
// This is the one place output grows, so bounding it here keeps the single
// accumulator - and therefore memory - flat regardless of how many brace groups
// are combined (CVE-2026-14257). Each result built is a step, since `max` and
// `maxLength` bound one combination, not how many brace groups are combined.
function combine(acc, pre, values, max, maxLength, dropEmpties, budget) {
    const out = [];
    let length = 0;
    // Bash drops empty results at the top level, and they don't count against
    // `max`, so `max` bounds the number of *kept* results. Only an empty
    // `acc[a] + pre` can make one, so for those the empty values are skipped
    // without being visited. Visiting them one at a time let a set of empties
    // cost `acc.length * values.length` while keeping nothing.
    let nonEmpty;
    outer: for (let a = 0; a < acc.length; a++) {
        const prefix = acc[a] + pre;
        let vs = values;
        if (dropEmpties && !prefix) {
            if (!nonEmpty)
                nonEmpty = values.filter(v => v);
            vs = nonEmpty;
        }
        for (let v = 0; v < vs.length; v++) {
            if (out.length >= max)
                break outer;
            const expansion = prefix + vs[v];
            if (length + expansion.length > maxLength)
                break outer;
            out.push(expansion);
            length += expansion.length;
        }
    }
    budget.remaining -= out.length;
    return out;
}
// The expansion values of a single numeric (`1..5`) or alphabetic (`a..e..2`)
// sequence body, or `undefined` if the step budget runs out generating them.
function expandSequence(body, isAlphaSequence, max, maxLength, budget) {
    const n = body.split(/\.\./);
    const N = [];
    // A sequence body always splits into two or three parts, but the compiler
    // can't know that.
    /* c8 ignore start */
    if (n[0] === undefined || n[1] === undefined) {
        return N;
    }
    /* c8 ignore stop */
    const x = numeric(n[0]);
    const y = numeric(n[1]);
    const width = Math.max(n[0].length, n[1].length);
    let incr = n.length === 3 && n[2] !== undefined ?
        Math.max(Math.abs(numeric(n[2])), 1)
        : 1;
    let test = lte;
    const reverse = y < x;
    if (reverse) {
        incr *= -1;
        test = gte;
    }
    const pad = n.some(isPadded);
    // A padded value is built a character at a time to `width`, which the input
    // sets, so it costs one step per character: 64KB of
    // `('{' + '0'.repeat(100) + '..99999}').repeat(n)` took 7 seconds charged
    // one step per value.
    const cost = pad ? width : 1;
    let length = 0;
    for (let i = x; test(i, y) && N.length < max; i += incr) {
        // Each value is a step. `max` and `maxLength` bound one sequence, but a
        // chain of them still generated up to `max` values each, however few
        // combining could keep.
        budget.remaining -= cost;
        if (budget.remaining < 0) {
            return undefined;
        }
        let c;
        if (isAlphaSequence) {
            c = String.fromCharCode(i);
            if (c === '\\') {
                c = '';
            }
        }
        else {
            c = String(i);
            if (pad) {
                const need = width - c.length;
                if (need > 0) {
                    const z = new Array(need + 1).join('0');
                    if (i < 0) {
                        c = '-' + z + c.slice(1);
                    }
                    else {
                        c = z + c;
                    }
                }
            }
        }
        if (length + c.length > maxLength)
            break;
        N.push(c);
        length += c.length;
    }
    return N;
}
function expand_(str, max, maxLength, maxDepth, depth, maxRewrites, budget, isTop) {
    // An overdraft here makes the first scan refuse, so `str` stays literal.
    budget.remaining -= CALL_STEPS;
    // Too deeply nested to keep following: treat the rest as literal, the same
    // way a group that cannot expand is already handled. Truncating rather than
    // throwing keeps `expand` total, matching `max` and `maxLength`.
    if (depth > maxDepth) {
        return [str];
    }
    // Consume the string's top-level brace groups left to right, threading a
    // running set of combined prefixes (`acc`). Expanding the tail iteratively -
    // rather than recursing on `m.post` once per group - keeps the native stack
    // depth constant, so deeply chained input (`'{a,b}'.repeat(3000)`) can no
    // longer overflow the stack, and leaves a single accumulator whose size
    // `maxLength` bounds directly (CVE-2026-14257).
    let acc = [''];
    // Bash drops empty results, but only when the *first* top-level group is a
    // comma set - a sequence like `{a..\}` may legitimately yield ''. The drop
    // is on the final strings, so it is applied to whichever `combine` produces
    // them (the one with no brace set left in the tail).
    // How many times the `{a},b}` rewrite below has restarted the scan. Each pass
    // re-reads the whole string, so leaving this unbounded is quadratic.
    let rewrites = 0;
    let dropEmpties = false;
    let firstGroup = true;
    // `str` with its unmatched `{` masked, once a scan has run into them
    let masked = str;
    for (;;) {
        const m = balancedWithBudget(str, masked, budget);
        // No brace set left, or no step budget left to look for one: the rest of
        // the string is literal.
        if (!m) {
            return combine(acc, str, [''], max, maxLength, dropEmpties, budget);
        }
        if (m.unmatched) {
            masked = maskUnmatchedOpens(masked, budget);
        }
        // no need to expand pre, since it is guaranteed to be free of brace-sets
        const pre = m.pre;
        // This set and the rest of the string, literal: for a set that cannot
        // expand, and for one the step budget runs out on. Once it is overdrawn,
        // every set still being expanded, at every level, stays literal like this -
        // otherwise each level above would go on combining, and wrapping and
        // expanding again, results the budget was too small for.
        const literal = () => combine(acc, pre + '{' + m.body + '}' + m.post, [''], max, maxLength, dropEmpties, budget);
        if (/\$$/.test(pre)) {
            acc = combine(acc, pre + '{' + m.body + '}', [''], max, maxLength, dropEmpties && !m.post.length, budget);
            firstGroup = false;
            if (!m.post.length)
                break;
            str = m.post;
            masked = masked.slice(m.end + 1);
            continue;
        }
        const isNumericSequence = /^-?\d+\.\.-?\d+(?:\.\.-?\d+)?$/.test(m.body);
        const isAlphaSequence = /^[a-zA-Z]\.\.[a-zA-Z](?:\.\.-?\d+)?$/.test(m.body);
        const isSequence = isNumericSequence || isAlphaSequence;
        const isOptions = m.body.indexOf(',') >= 0;
        if (!isSequence && !isOptions) {
            // {a},b}
            if (rewrites < maxRewrites && commaSetFollows(m.post, budget)) {
                rewrites++;
                str = m.pre + '{' + m.body + escClose + m.post;
                // Taking a `}` away never gives an unmatched `{` a partner, so what
                // is masked stays unmatched. The `{` it closed can be left without
                // one, and the next scan masks it.
                masked =
                    masked.slice(0, m.end) + escClose + masked.slice(m.end + 1);
                isTop = true;
                continue;
            }
            // Nothing here expands, so the whole remaining string is literal.
            return literal();
        }
        if (firstGroup) {
            dropEmpties = isTop && !isSequence;
            firstGroup = false;
        }
        let values;
        if (isSequence) {
            values = expandSequence(m.body, isAlphaSequence, max, maxLength, budget);
            if (!values) {
                return literal();
            }
        }
        else {
            let n = parseCommaParts(m.body, budget);
            // The step budget ran out partway through the set.
            if (!n) {
                return literal();
            }
            if (n.length === 1 && n[0] !== undefined) {
                // x{{a,b}}y ==> x{a}y x{b}y
                n = expand_(n[0], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false).map(embrace);
                // The step budget ran out expanding the set's only part.
                if (budget.remaining < 0) {
                    return literal();
                }
                //XXX is this necessary? Can't seem to hit it in tests.
                /* c8 ignore start */
                if (n.length === 1) {
                    const next = combine(acc, pre + n[0], [''], max, maxLength, dropEmpties && !m.post.length, budget);
                    if (budget.remaining < 0) {
                        return literal();
                    }
                    acc = next;
                    if (!m.post.length)
                        break;
                    str = m.post;
                    masked = masked.slice(m.end + 1);
                    continue;
                }
                /* c8 ignore stop */
            }
            // Values that `combine` is going to drop as empty produce no result, so
            // they must not count against `max` - otherwise `{a,,b}` with `max: 2`
            // would stop at `['a', '']` and yield one result instead of two. Skipping
            // them outright keeps `values` bounded while leaving `max` a bound on
            // *kept* results.
            let dropsEmpties = dropEmpties && !m.post.length && !pre;
            for (let d = 0; dropsEmpties && d < acc.length; d++) {
                if (acc[d]) {
                    dropsEmpties = false;
                }
            }
            values = [];
            let valuesLength = 0;
            outer: for (let j = 0; j < n.length; j++) {
                const expanded = expand_(n[j], max, maxLength, maxDepth, depth + 1, maxRewrites, budget, false);
                // The step budget ran out expanding a member.
                if (budget.remaining < 0) {
                    return literal();
                }
                for (let k = 0; k < expanded.length; k++) {
                    const v = expanded[k];
                    if (dropsEmpties && !v)
                        continue;
                    if (values.length >= max ||
                        valuesLength + v.length > maxLength) {
                        break outer;
                    }
                    values.push(v);
                    valuesLength += v.length;
                }
            }
        }
        const next = combine(acc, pre, values, max, maxLength, dropEmpties && !m.post.length, budget);
        // The step budget ran out combining the set's values in.
        if (budget.remaining < 0) {
            return literal();
        }
        acc = next;
        if (!m.post.length)
            break;
        str = m.post;
        masked = masked.slice(m.end + 1);
    }
    return acc;
}
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./lib/text/glob.js

const MAX_ALTERNATIVES = 1000;
const MAX_LENGTH = 4096;
const NAMED_CLASSES = {
    alnum: /[\p{L}\p{Nl}\p{Nd}]/u,
    alpha: /[\p{L}\p{Nl}]/u,
    blank: /[\p{Zs}\t]/u,
    digit: /\p{Nd}/u,
    lower: /\p{Ll}/u,
    punct: /\p{P}/u,
    space: /[\p{Z}\t\r\n\v\f]/u,
    upper: /\p{Lu}/u,
    word: /[\p{L}\p{Nl}\p{Nd}\p{Pc}]/u,
    xdigit: /[A-Fa-f0-9]/
};
class GlobError extends Error {
    pattern;
    problem;
    max;
    constructor(pattern, problem, max) {
        super(`${problem} > ${max}`);
        this.pattern = pattern;
        this.problem = problem;
        this.max = max;
    }
}
function compileGlob(pattern) {
    if (pattern.length > MAX_LENGTH)
        throw new GlobError(pattern, 'length', MAX_LENGTH);
    const alternatives = expand(pattern, { max: MAX_ALTERNATIVES + 1 });
    if (alternatives.length > MAX_ALTERNATIVES) {
        throw new GlobError(pattern, 'alternatives', MAX_ALTERNATIVES);
    }
    const compiled = alternatives.map(alternative => parsePath(alternative));
    return text => {
        const segments = text.split('/').map(segment => Array.from(segment));
        return compiled.some(glob => matchWithStars(glob, segments, '**', matchSegment));
    };
}
function hasAlternatives(pattern) {
    const [first, ...more] = expand(pattern, { max: 2 });
    return more.length > 0 || first !== pattern;
}
function compileGlobs(lines) {
    const rules = lines.map(line => {
        const excludes = line.startsWith('!');
        return { includes: !excludes, matches: compileGlob(excludes ? line.slice(1) : line) };
    });
    const startsFromAll = rules[0]?.includes === false;
    const matches = (text) => rules.reduce((included, rule) => (included !== rule.includes && rule.matches(text) ? rule.includes : included), startsFromAll);
    return Object.assign(matches, { lines });
}
function parsePath(glob) {
    const segments = glob.split(/\/+/).map(parseSegment);
    return segments.at(-1) === '**' ? [...segments, ['*']] : segments;
}
function parseSegment(segment) {
    if (segment === '**')
        return '**';
    const characters = Array.from(segment);
    const tokens = [];
    for (let index = 0; index < characters.length; index++) {
        const character = characters[index];
        if (character === '*') {
            if (tokens.at(-1) !== '*')
                tokens.push('*');
        }
        else if (character === '?') {
            tokens.push(() => true);
        }
        else if (character === '[') {
            const parsed = parseClass(characters, index);
            tokens.push(parsed?.test ?? literal('['));
            index = parsed?.end ?? index;
        }
        else if (character === '\\' && index + 1 < characters.length) {
            index++;
            tokens.push(literal(characters[index]));
        }
        else {
            tokens.push(literal(character));
        }
    }
    return tokens;
}
function literal(expected) {
    return character => character === expected;
}
function parseClass(characters, start) {
    const tests = [];
    let index = start + 1;
    const negated = characters[index] === '!' || characters[index] === '^';
    if (negated)
        index++;
    const first = index;
    while (index < characters.length) {
        let character = characters[index];
        if (character === ']' && index > first) {
            return { test: candidate => tests.some(test => test(candidate)) !== negated, end: index };
        }
        const named = character === '[' ? /^\[:(\w+):\]/.exec(characters.slice(index, index + 10).join('')) : null;
        const namedClass = named && NAMED_CLASSES[named[1]];
        if (named && namedClass) {
            tests.push(candidate => namedClass.test(candidate));
            index += named[0].length;
            continue;
        }
        if (character === '\\' && index + 1 < characters.length)
            character = characters[++index];
        const upper = characters[index + 2];
        if (characters[index + 1] === '-' && upper !== undefined && upper !== ']') {
            const [low, high] = [character, upper];
            tests.push(candidate => candidate >= low && candidate <= high);
            index += 3;
        }
        else {
            tests.push(literal(character));
            index++;
        }
    }
    return undefined;
}
function matchSegment(segment, text) {
    if (segment === '**')
        return false;
    if (segment.length === 1 && segment[0] === '*')
        return text.length > 0;
    return matchWithStars(segment, text, '*', (token, character) => token !== '*' && token(character));
}
function matchWithStars(pattern, items, star, matches) {
    let at = 0;
    let retryPattern = -1;
    let retryItem = 0;
    for (let item = 0; item < items.length;) {
        const part = pattern[at];
        if (at < pattern.length && part === star) {
            retryPattern = at++;
            retryItem = item;
        }
        else if (at < pattern.length && matches(part, items[item])) {
            at++;
            item++;
        }
        else if (retryPattern >= 0) {
            at = retryPattern + 1;
            item = ++retryItem;
        }
        else {
            return false;
        }
    }
    while (pattern[at] === star)
        at++;
    return at === pattern.length;
}


/***/ }),

/***/ 4683:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ mostLikely),
/* harmony export */   q: () => (/* binding */ similarNames)
/* harmony export */ });
/* harmony import */ var fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1916);

const MOST = 3;
function similarNames(wanted, names) {
    const target = wanted.toLowerCase();
    return [...new Set(names)]
        .map(name => ({ name, score: (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(target, name.toLowerCase()) }))
        .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
        .slice(0, MOST)
        .map(({ name }) => name);
}
const SHORT = 5;
function mostLikely(given, names) {
    const letters = (name) => name.toLowerCase().replace(/[-_ ]/g, '');
    const sorted = (name) => letters(name).split('').sort().join('');
    const typosIn = (name) => {
        if (sorted(name) === sorted(given))
            return 0;
        return (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(letters(given), letters(name)) - (letters(name).length > SHORT ? 1 : 0);
    };
    const [first] = names.map(name => ({ name, typos: typosIn(name) })).sort((a, b) => a.typos - b.typos);
    return first !== undefined && first.typos <= 1 ? first.name : undefined;
}


/***/ }),

/***/ 4795:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z$: () => (/* binding */ LONGEST_TIMER),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   yx: () => (/* binding */ STOP_GRACE)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8500);

const LONGEST_TIMER = 2 ** 31 - 1;
const STOP_GRACE = 1000;
const systemClock = {
    now: () => performance.timeOrigin + performance.now(),
    sleep: async (milliseconds, signal) => {
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(Math.min(LONGEST_TIMER, Math.ceil(milliseconds)), undefined, signal ? { signal } : {});
    }
};


/***/ }),

/***/ 1969:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   Fz: () => (/* binding */ epochOf),
/* harmony export */   mI: () => (/* binding */ parseMoment)
/* harmony export */ });
const UNITS = {
    s: 1000,
    m: 60_000,
    h: 3_600_000,
    d: 86_400_000,
    w: 604_800_000
};
function parseDuration(text) {
    const [, digits, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
    const duration = Number(digits) * (UNITS[unit] ?? Number.NaN);
    return Number.isSafeInteger(duration) ? duration : undefined;
}
function parseMoment(text) {
    const ago = parseDuration(text);
    if (ago !== undefined)
        return { ago };
    const [, day, time = 'T00:00', offset = 'Z'] = /^(\d{4}-\d{2}-\d{2})(?:(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
    const midnight = new Date(`${day}T00:00Z`);
    if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(`${day}T`))
        return undefined;
    const at = Date.parse(`${day}${time}${offset}`);
    return Number.isNaN(at) ? undefined : { at };
}
function epochOf(moment, now) {
    return 'at' in moment ? moment.at : now - moment.ago;
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5691);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
