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

/***/ 4766:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   AQ: () => (/* binding */ shutAllGates),
/* harmony export */   GN: () => (/* binding */ openGate),
/* harmony export */   Rb: () => (/* binding */ forgetGate),
/* harmony export */   Ry: () => (/* binding */ behind),
/* harmony export */   au: () => (/* binding */ shutGate)
/* harmony export */ });
/** Where it says that a stream is being made: 1, else 0. */
const BUSY = 0;
/** Where it says that nothing may be made any more: 1, else 0. */
const SHUT = 1;
/** Longer than any stream takes, in ms. What takes longer is a thread that hangs elsewhere. */
const LONGEST = 2000;
/** The gates of the threads that run: a process that exits ends them all. */
const gates = new Set();
function openGate() {
    const gate = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    gates.add(gate);
    return gate;
}
/** In the thread: makes a stream. Never returns once the gate is shut. Without a gate nobody ends the thread. */
function behind(gate, make) {
    if (gate === undefined)
        return make();
    // First this, then the look, and the other way round in `shutGate`: one of the two sees the other.
    Atomics.store(gate, BUSY, 1);
    try {
        if (Atomics.load(gate, SHUT) === 0)
            return make();
    }
    finally {
        Atomics.store(gate, BUSY, 0);
        Atomics.notify(gate, BUSY);
    }
    for (;;)
        Atomics.wait(gate, SHUT, 1);
}
/** Before its thread is ended: waits, for some ms at most, until the stream that is being made is there. */
function shutGate(gate) {
    gates.delete(gate);
    Atomics.store(gate, SHUT, 1);
    Atomics.wait(gate, BUSY, 1, LONGEST);
}
/** Of a thread that has ended. */
function forgetGate(gate) {
    gates.delete(gate);
}
/** Before the process exits, which ends its threads. */
function shutAllGates() {
    for (const gate of gates)
        shutGate(gate);
}


/***/ }),

/***/ 50:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   lZ: () => (/* binding */ ActionError),
/* harmony export */   z6: () => (/* binding */ asActionError)
/* harmony export */ });
/* harmony import */ var _messages_error_codes_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(6549);
/* harmony import */ var _messages_printable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5539);


const TROUBLESHOOTING = 'https://github.com/artifact-action/artifact-action/blob/main/docs/TROUBLESHOOTING.md';
/**
 * The one error family of the action: `message` says what failed and why and is safe to print (everything from
 * outside went through `printable`), `hint` says what to do.
 */
class ActionError extends Error {
    name = 'ActionError';
    code;
    hint;
    constructor(code, message, details = {}) {
        super(message, { cause: details.cause });
        this.code = code;
        this.hint = details.hint;
    }
    /** For the head of an annotation: `Artifact not found (artifact-not-found)`. */
    get title() {
        return `${_messages_error_codes_js__WEBPACK_IMPORTED_MODULE_0__/* .ERRORS */ .S[this.code].title} (${this.code})`;
    }
    /** What failed and why, then what to do about it. */
    get explanation() {
        return `${this.message}\n\n${this.hint || _messages_error_codes_js__WEBPACK_IMPORTED_MODULE_0__/* .ERRORS */ .S[this.code].advice}`;
    }
    /** Where more is told: the log of a run has no titles, so that the code is not in it otherwise. */
    get page() {
        return `${TROUBLESHOOTING}#${this.code}`;
    }
}
/** The message of anything thrown: a thrown string must fail the step too. */
function messageOf(thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
}
/** Anything thrown as one of the family: an error of another kind is a fault of ours. */
function asActionError(thrown) {
    if (thrown instanceof ActionError)
        return thrown;
    return new ActionError('internal', `Unexpected: ${(0,_messages_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(messageOf(thrown))}`, {
        hint: 'This is a fault of the action. Please report it, with the log of a run with debug logging.',
        cause: thrown
    });
}


/***/ }),

/***/ 6685:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Gg: () => (/* binding */ titleOf),
/* harmony export */   UT: () => (/* binding */ totalSize),
/* harmony export */   ll: () => (/* binding */ newestFirst)
/* harmony export */ });
/* harmony import */ var _messages_printable_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5539);

/** Newest is the highest id: dates may be null, equal or out of order. */
function newestFirst(a, b) {
    return b.id - a.id;
}
/** Sum of `size_in_bytes`. */
function totalSize(artifacts) {
    return artifacts.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0);
}
/** How an artifact is called in messages, safe to print: `Artifact "dist" (17)`. */
function titleOf({ name, id }) {
    return `Artifact "${(0,_messages_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(name)}" (${id})`;
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
/** `owner/repo` */
function fullName({ owner, repo }) {
    return `${owner}/${repo}`;
}
/**
 * The web origin that belongs to an API base: `https://api.github.com` → `https://github.com`,
 * `https://api.NAME.ghe.com` → `https://NAME.ghe.com`, `https://HOST/api/v3` (and Gitea's `/api/v1`) → `https://HOST`.
 */
function webUrlOf(apiUrl) {
    const url = new URL(apiUrl);
    const path = url.pathname.replace(/\/api\/v\d+\/?$/, '').replace(/\/$/, '');
    return `${url.protocol}//${url.host.replace(/^api\.(?=github\.com$|.*\.ghe\.com$)/, '')}${path}`;
}


/***/ }),

/***/ 5691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7659);

await (0,_run_js__WEBPACK_IMPORTED_MODULE_0__/* .runProcess */ .R)();

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 5997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ errnoOf),
/* harmony export */   w: () => (/* binding */ diskError)
/* harmony export */ });
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(50);
/* harmony import */ var _messages_printable_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5539);


const MEANINGS = {
    EACCES: {
        says: 'permission denied',
        hint: 'Let the user of the runner write there, or choose another path.'
    },
    EPERM: { says: 'not permitted', hint: 'Let the user of the runner write there, or choose another path.' },
    EROFS: {
        says: 'the file system is read-only',
        hint: 'Choose a path on a file system that can be written.'
    },
    ENOSPC: {
        says: 'no space is left on the disk',
        hint: 'Free some space, or choose a path on another disk.'
    },
    EDQUOT: { says: 'the disk quota is used up', hint: 'Free some space, or choose a path on another disk.' },
    ENAMETOOLONG: { says: 'the path is too long', hint: 'Choose a shorter path.' },
    EMFILE: { says: 'too many files are open', hint: 'Raise the limit on open files (ulimit -n).' },
    EBUSY: { says: 'another program holds it' }
};
/** The system's word for what went wrong, such as `ENOENT`; nothing for what is not a system error. */
function errnoOf(thrown) {
    // Not by `instanceof Error`: node:fs throws errors of its own realm, which a vm context does not share.
    const hasCode = typeof thrown === 'object' && thrown !== null && 'code' in thrown;
    return hasCode && typeof thrown.code === 'string' ? thrown.code : undefined;
}
/**
 * What the disk refused, as an error that a user can act on. An ActionError passes as it is. The system's own message
 * is left out where its code is known: it names folders that nobody asked about.
 */
function diskError(thrown, doing) {
    if (thrown instanceof _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ)
        return thrown;
    const code = errnoOf(thrown) ?? '';
    const meaning = MEANINGS[code];
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    const says = meaning === undefined ? (0,_messages_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)((0,_errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(thrown)) : `${meaning.says} (${code})`;
    return new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ(full ? 'disk-full' : 'disk-failed', `${doing}: ${says}`, {
        ...(meaning?.hint === undefined ? {} : { hint: meaning.hint }),
        cause: thrown
    });
}


/***/ }),

/***/ 3843:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ retryBusy)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8500);
/* harmony import */ var _disk_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(5997);


/**
 * What the system answers for a moment: when another job was faster, and on Windows while another program, most often a
 * virus scanner, has something open that was just written. A folder is not moved there while a file in it is open.
 */
const PASSING = new Set(['EEXIST', 'ENOTEMPTY', 'ENOENT', 'ENOTDIR', 'EISDIR', 'EPERM', 'EACCES', 'EBUSY']);
const WAITS_MS = [5, 20, 80, 320];
/** A scan of a large file takes its time. */
const WAITS_ON_WINDOWS_MS = [...WAITS_MS, 640, 1280];
/**
 * Does what changes the file system, and again after a pause where it failed for what may pass.
 *
 * @param between called after a pause, before the next try
 * @throws the last error
 */
async function retryBusy(attempt, between = () => undefined) {
    const waits = process.platform === 'win32' ? WAITS_ON_WINDOWS_MS : WAITS_MS;
    for (const wait of waits) {
        try {
            return await attempt();
        }
        catch (error) {
            if (!PASSING.has((0,_disk_error_js__WEBPACK_IMPORTED_MODULE_1__/* .errnoOf */ .U)(error) ?? ''))
                throw error;
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(wait);
            between();
        }
    }
    return await attempt();
}


/***/ }),

/***/ 3938:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  tk: () => (/* binding */ abandonAll),
  Ap: () => (/* binding */ openTarget)
});

// UNUSED EXPORTS: Target

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __nccwpck_require__(50);
// EXTERNAL MODULE: ./lib/messages/printable.js
var printable = __nccwpck_require__(5539);
;// CONCATENATED MODULE: ./lib/install/conflict.js

const ON_FILE = {
    overwrite: { move: 'replace' },
    skip: { move: 'keep' },
    error: { obstacle: 'file exists' }
};
/** The one rule, for the check before the first move and again for each move. */
function decide(staged, there, onConflict) {
    if (there === 'missing')
        return { move: 'place' };
    if (there === 'link' || there === 'special')
        return { obstacle: there };
    if (staged === 'folder')
        return there === 'folder' ? { move: 'merge' } : { obstacle: 'file in the way' };
    return there === 'folder' ? { obstacle: 'folder in the way' } : ON_FILE[onConflict];
}
const SAYS = {
    'file exists': 'exists already',
    'file in the way': 'is a file already, but has to be a folder',
    'folder in the way': 'is a folder already, but has to be a file',
    link: 'is a symbolic link',
    special: 'is a device, a FIFO or a socket'
};
const LISTED = 5;
/** The obstacles that were found, as one error: the first few by name, the others counted. */
class Obstacles {
    #parties;
    #listed = [];
    #met = new Set();
    #count = 0;
    constructor(parties) {
        this.#parties = parties;
    }
    add(segments, obstacle) {
        this.#count++;
        this.#met.add(obstacle);
        if (this.#listed.length < LISTED)
            this.#listed.push(`${this.#parties.print(segments)} ${SAYS[obstacle]}`);
    }
    throwIfAny() {
        if (this.#count > 0)
            throw this.error();
    }
    /** `target-refused` where something is in the way that is never written through, else `target-conflict`. */
    error() {
        const { what, into } = this.#parties;
        const more = this.#count > this.#listed.length ? `; and ${this.#count - this.#listed.length} more` : '';
        const refused = this.#met.has('link') || this.#met.has('special');
        return new action_error/* ActionError */.lZ(refused ? 'target-refused' : 'target-conflict', `${what} cannot be put into ${into}: ${this.#listed.join('; ')}${more}`, { hint: this.#hint(refused) });
    }
    #hint(refused) {
        if (refused)
            return 'Links, devices and the like in the target are never written through: remove them first.';
        const onlyFiles = this.#met.size === 1 && this.#met.has('file exists');
        return onlyFiles
            ? this.#parties.hint
            : 'A folder never replaces a file, nor a file a folder: choose another path.';
    }
}

// EXTERNAL MODULE: ./lib/install/disk-error.js
var disk_error = __nccwpck_require__(5997);
;// CONCATENATED MODULE: ./lib/install/created-folders.js



/** Makes a folder and those above it. Answers with the ones that were not there, topmost first. */
function makeFolders(path) {
    const missing = [];
    for (let at = path; !(0,external_node_fs_.existsSync)(at) && at !== (0,external_node_path_.dirname)(at); at = (0,external_node_path_.dirname)(at))
        missing.unshift(at);
    const made = [];
    try {
        for (const folder of missing)
            if (makeFolder(folder))
                made.push(folder);
    }
    catch (error) {
        removeFolders(made);
        throw error;
    }
    return made;
}
/** Removes folders, undermost first, as far as they are empty. */
function removeFolders(folders) {
    for (const folder of folders.toReversed()) {
        try {
            (0,external_node_fs_.rmdirSync)(folder);
        }
        catch {
            // In use by now, or gone.
            return;
        }
    }
}
function makeFolder(path) {
    try {
        (0,external_node_fs_.mkdirSync)(path);
        return true;
    }
    catch (error) {
        // Another job was faster, or it is a link to nothing, which shows when the folder is opened.
        if ((0,disk_error/* errnoOf */.U)(error) === 'EEXIST')
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/install/folder.js





/**
 * A tree that others may change while we work in it. Folders under it are opened from its top, one segment after the
 * other, and never through a symbolic link.
 *
 * On Linux the folder stays pinned by a descriptor (`/proc/self/fd/N/name` is what `openat` would reach), so a link put
 * in its way later leads nowhere else. Node has no `openat` for other systems: there each segment is looked at when the
 * folder is opened, and a link put there between that look and the rename is followed.
 */
class Root {
    path;
    #pins;
    constructor(path, pins = canPin(path)) {
        this.path = path;
        this.#pins = pins;
    }
    open(segments) {
        return this.#pins ? this.#pin(segments) : this.#look(segments);
    }
    /** A path under this root as it is printed. */
    print(segments) {
        return `"${(0,printable/* printable */.g)(segments.join('/'))}"`;
    }
    #pin(segments) {
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
        return { at: name => pinned(descriptor, name), close: () => (0,external_node_fs_.closeSync)(descriptor) };
    }
    #openFolder(path, segments) {
        try {
            return (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_DIRECTORY | external_node_fs_.constants.O_NOFOLLOW);
        }
        catch (error) {
            const code = (0,disk_error/* errnoOf */.U)(error);
            if (code === 'ENOTDIR' || code === 'ELOOP')
                throw this.#notAFolder(segments);
            throw error;
        }
    }
    #look(segments) {
        for (let depth = 0; depth <= segments.length; depth++) {
            const upTo = segments.slice(0, depth);
            if (!(0,external_node_fs_.lstatSync)((0,external_node_path_.join)(this.path, ...upTo)).isDirectory())
                throw this.#notAFolder(upTo);
        }
        const path = (0,external_node_path_.join)(this.path, ...segments);
        return { at: name => (0,external_node_path_.join)(path, name), close: () => undefined };
    }
    #notAFolder(segments) {
        const what = segments.length === 0 ? `"${(0,printable/* printable */.g)(this.path)}"` : this.print(segments);
        return new action_error/* ActionError */.lZ('target-refused', `${what} became a link or a file while files were put into it`, {
            hint: 'Something else changes the target folder during this step.'
        });
    }
}
/** What is at a path, not followed. */
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
function pinned(descriptor, name) {
    return `/proc/self/fd/${descriptor}/${name}`;
}
function canPin(path) {
    if (process.platform !== 'linux')
        return false;
    const descriptor = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_DIRECTORY);
    try {
        // Without /proc (a bare chroot) there is nothing there.
        return kindOf(pinned(descriptor, '.')) === 'folder';
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __nccwpck_require__(1455);
;// CONCATENATED MODULE: ./lib/install/journal.js





/** The disk as it is. */
const nodeDisk = {
    rename: external_node_fs_.renameSync,
    copy: (from, to) => (0,promises_.cp)(from, to, { recursive: true, preserveTimestamps: true, errorOnExist: true, force: false })
};
/** The folder that holds replaced files. */
function openArea(path) {
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.join)(path, 'replaced'));
    const shouted = (0,external_node_path_.join)((0,external_node_path_.dirname)(path), (0,external_node_path_.basename)(path).toUpperCase());
    return { path, folds: kindOf(shouted) !== 'missing', replaced: 0 };
}
/**
 * Every change of the target goes through here and is noted in the same synchronous stretch, so that a signal handler
 * that runs between two changes can undo all of them. Only renames change it: of a staged entry to its place, and of a
 * file that it replaces to the backup. Notes are kept by folder: a name and a number for each file.
 */
class Journal {
    #root;
    #disk;
    #pages = [];
    #over = false;
    constructor(root, disk) {
        this.#root = root;
        this.#disk = disk;
    }
    /** Whether it was committed or undone: nothing may be changed any more. */
    get over() {
        return this.#over;
    }
    /** A page for the changes in one folder, whose entries come from the folder `staged`. */
    page(segments, staged) {
        const page = { segments, staged, names: [], marks: [] };
        this.#pages.push(page);
        return page;
    }
    /** Moves a staged file or folder to its place, where nothing is. */
    place({ page, folder }, name) {
        const from = (0,external_node_path_.join)(page.staged, name);
        // NTFS numbers files beyond what a double holds: rounded, another's could look like ours.
        const { ino: inode } = (0,external_node_fs_.lstatSync)(from, { bigint: true });
        this.#disk.rename(from, folder.at(name));
        page.names.push(name);
        page.marks.push(inode <= Number.MAX_SAFE_INTEGER ? Number(inode) : inode);
    }
    /** Moves a file that is about to be replaced to the backup, and says what it was that got moved. */
    setAside({ page, folder, area }, name) {
        const trueName = area.folds ? trueNameOf(folder.at(name)) : name;
        const backup = (0,external_node_path_.join)(area.path, 'replaced', String(area.replaced++));
        this.#disk.rename(folder.at(name), backup);
        page.names.push(trueName);
        page.marks.push(backup);
        return kindOf(backup);
    }
    /** Whether the entry at `segments`, or a folder above it, was put there through this journal. */
    placed(segments, same) {
        return this.#pages.some(page => {
            const name = segments[page.segments.length];
            return (name !== undefined &&
                page.segments.every((segment, index) => same(segment, segments[index] ?? '')) &&
                page.names.some((other, step) => typeof page.marks[step] !== 'string' && same(other, name)));
        });
    }
    /** From here on what was done stays. */
    commit() {
        this.#over = true;
        this.#pages = [];
    }
    /**
     * Puts everything back, last change first, without waiting for anything. What another process has put in a place
     * since is left alone; but a folder that came in whole goes whole, with what another put into it meanwhile. Answers
     * with what could not be put back, as sentences to print.
     */
    undo() {
        this.#over = true;
        const problems = [];
        for (let page = this.#pages.pop(); page !== undefined; page = this.#pages.pop()) {
            if (page.names.length > 0)
                this.#undoPage(page, problems);
        }
        return problems;
    }
    #undoPage(page, problems) {
        let folder;
        const stuck = new Set();
        for (let step = page.names.length - 1; step >= 0; step--) {
            const name = page.names[step];
            const mark = page.marks[step];
            try {
                folder ??= this.#root.open(page.segments);
                if (typeof mark === 'string')
                    this.#putBack(name, mark, { folder, stuck });
                else
                    this.#takeAway(name, BigInt(mark), { page, folder });
            }
            catch {
                stuck.add(name);
                const path = this.#root.print([...page.segments, name]);
                problems.push(typeof mark === 'string'
                    ? `${path} could not be put back: it is kept as "${(0,printable/* printable */.g)(mark)}"`
                    : `${path} could not be taken away again`);
            }
        }
        folder?.close();
    }
    #takeAway(name, inode, { page, folder }) {
        const there = (0,external_node_fs_.lstatSync)(folder.at(name), { bigint: true, throwIfNoEntry: false });
        if (there?.ino === inode)
            this.#disk.rename(folder.at(name), (0,external_node_path_.join)(page.staged, name));
    }
    #putBack(name, backup, { folder, stuck }) {
        if (stuck.has(name))
            throw new Error('its place is still taken');
        if (kindOf(folder.at(name)) === 'missing')
            this.#disk.rename(backup, folder.at(name));
    }
}
// Where case folds, the file that `readme` replaces may be called `README`, and has to get that name back.
function trueNameOf(path) {
    const real = (0,external_node_path_.basename)(external_node_fs_.realpathSync.native(path));
    return foldedName(real) === foldedName((0,external_node_path_.basename)(path)) ? real : (0,external_node_path_.basename)(path);
}
/** A name as file systems compare it that ignore case and normalisation; near enough for a message. */
function foldedName(name) {
    return name.normalize('NFC').toLowerCase();
}

// EXTERNAL MODULE: ./lib/install/retry-busy.js
var retry_busy = __nccwpck_require__(3843);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __nccwpck_require__(8500);
;// CONCATENATED MODULE: ./lib/install/time-slices.js

// Signals are delivered between slices.
const SLICE_MS = 20;
/**
 * Long work by synchronous calls, in slices: they are several times faster than promises per file, but would hold the
 * event loop. Asking `due` first keeps a loop free of a promise for each entry.
 */
class TimeSlices {
    #since = performance.now();
    /** Whether the slice is used up. */
    get due() {
        return performance.now() - this.#since > SLICE_MS;
    }
    /** Lets everything else run once. */
    async rest() {
        await (0,external_node_timers_promises_.setImmediate)();
        this.#since = performance.now();
    }
}

;// CONCATENATED MODULE: ./lib/install/temporary.js





// A folder that worker threads still write into may need more than one round.
const ROUNDS = 5;
// On Windows another program may hold a file in it for a moment.
const LATER_MS = [5, 20, 80, 320];
/** How the temporary folders of this action are called. */
const PREFIX = '.artifact-action-';
const live = new Set();
/** A new folder of our own under `parent`, mode 0700, its name not to be guessed, known to `removeAllTemporaries`. */
function createTemporary(parent, prefix = PREFIX) {
    const folder = (0,external_node_path_.join)(parent, `${prefix}${(0,external_node_crypto_.randomBytes)(12).toString('hex')}`);
    (0,external_node_fs_.mkdirSync)(folder, { mode: 0o700 });
    live.add(folder);
    return folder;
}
/** Gives a folder up without removing it: it holds the only copy of something that could not be put back. */
function keepTemporary(folder) {
    live.delete(folder);
}
/**
 * Removes a folder and what is in it, in slices, and tries for half a second. What resists stays registered:
 * `removeAllTemporaries` tries again, and a leftover does not fail a step whose work is done.
 */
async function removeTemporary(folder) {
    const pace = new TimeSlices();
    for (let round = 0; round <= LATER_MS.length; round++) {
        for (const _ of removal(folder))
            if (pace.due)
                await pace.rest();
        if (isGone(folder)) {
            live.delete(folder);
            return;
        }
        const later = LATER_MS[round];
        if (later !== undefined)
            await (0,external_node_timers_promises_.setTimeout)(later);
    }
}
/**
 * Removes every temporary folder of the process before it returns: for signal handlers and the exit. Never throws;
 * answers with the folders that could not be removed.
 */
function removeAllTemporaries() {
    for (const folder of live) {
        for (let round = 0; round < ROUNDS && !isGone(folder); round++)
            exhaust(removal(folder));
        if (isGone(folder))
            live.delete(folder);
    }
    return [...live];
}
// One walk for both ways of removing: it stops after each entry, so that the caller says when to let others run.
function* removal(folder) {
    // A read-only folder would keep its entries.
    ignoringErrors(() => (0,external_node_fs_.chmodSync)(folder, 0o700));
    for (const entry of entriesOf(folder)) {
        const path = (0,external_node_path_.join)(folder, entry.name);
        if (entry.isDirectory())
            yield* removal(path);
        else
            ignoringErrors(() => (0,external_node_fs_.unlinkSync)(path));
        yield;
    }
    ignoringErrors(() => (0,external_node_fs_.rmdirSync)(folder));
}
function exhaust(steps) {
    while (steps.next().done !== true)
        ;
}
function entriesOf(folder) {
    try {
        return (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true });
    }
    catch {
        return [];
    }
}
function isGone(folder) {
    return (0,external_node_fs_.lstatSync)(folder, { throwIfNoEntry: false }) === undefined;
}
function ignoringErrors(action) {
    try {
        action();
    }
    catch {
        // Another round, or the caller's look at what is left, decides.
    }
}

;// CONCATENATED MODULE: ./lib/install/merge.js











/**
 * A folder that is itself larger than this, in bytes, holds thousands of entries: with an object for each, tens of MB. What
 * file system does not say how large its folders are is no worse off.
 */
const LONG = 64 << 10;
/** Entries that the system is asked for at once. */
const READ_AT_ONCE = 256;
/** Puts the entries of a staged tree into another tree: `check` first, which changes nothing, then `move`. */
class Merge {
    #options;
    #pace = new TimeSlices();
    #files = 0;
    #kept = 0;
    constructor(options) {
        this.#options = options;
    }
    /** Staged files, as the check counted them. */
    get files() {
        return this.#files;
    }
    /** Staged files that were left where they were, because a file was there already. */
    get kept() {
        return this.#kept;
    }
    /**
     * Looks at the whole staged tree and at all that lies in its way; throws when there are obstacles. Where the target
     * has no such folder, only the staged side is walked.
     */
    async check(staged) {
        await this.#checkFolder(staged, [], true);
        this.#options.obstacles.throwIfAny();
    }
    /**
     * Moves a staged tree: a folder that is missing in the target goes in one rename. Each entry is decided on again right
     * before its rename. After an error the journal has to be undone.
     */
    async move(staged, area) {
        await this.#moveFolder({ staged, area }, []);
    }
    async #checkFolder(staged, segments, present) {
        const { root, onConflict, obstacles } = this.#options;
        const below = [];
        const merged = new Set();
        const folder = present ? root.open(segments) : undefined;
        try {
            for (const { name, kind } of merge_entriesOf(staged)) {
                if (this.#pace.due)
                    await this.#breathe();
                const verdict = decide(kind, folder === undefined ? 'missing' : kindOf(folder.at(name)), onConflict);
                if ('obstacle' in verdict)
                    obstacles.add([...segments, name], verdict.obstacle);
                else if (kind === 'folder') {
                    below.push(name);
                    if (verdict.move === 'merge')
                        merged.add(name);
                }
                if (kind === 'file')
                    this.#files++;
            }
        }
        finally {
            folder?.close();
        }
        for (const name of below)
            await this.#checkFolder((0,external_node_path_.join)(staged, name), [...segments, name], merged.has(name));
    }
    async #moveFolder(source, segments) {
        const below = [];
        let kept = 0;
        const place = {
            page: this.#options.journal.page(segments, source.staged),
            folder: this.#options.root.open(segments),
            area: source.area
        };
        try {
            for (const entry of merge_entriesOf(source.staged)) {
                const move = await this.#moveEntry(place, entry);
                if (move === 'merge')
                    below.push(entry.name);
                if (move === 'keep')
                    kept++;
            }
        }
        catch (error) {
            if ((0,disk_error/* errnoOf */.U)(error) !== 'EXDEV' || source.copied === true)
                throw error;
            return await this.#moveFolder(await this.#copy(source.staged, segments), segments);
        }
        finally {
            place.folder.close();
        }
        this.#kept += kept;
        for (const name of below) {
            await this.#moveFolder({ staged: (0,external_node_path_.join)(source.staged, name), area: source.area }, [...segments, name]);
        }
    }
    async #moveEntry(place, entry) {
        return await (0,retry_busy/* retryBusy */.O)(async () => {
            if (this.#pace.due)
                await this.#breathe();
            return this.#tryMove(place, entry);
        }, () => {
            this.#stopIfOver();
            // Another job may have put a folder of its own in the place of the one that was opened.
            place.folder.close();
            place.folder = this.#options.root.open(place.page.segments);
        });
    }
    #tryMove(place, { name, kind }) {
        const { journal, onConflict } = this.#options;
        const verdict = decide(kind, kindOf(place.folder.at(name)), onConflict);
        if ('obstacle' in verdict)
            throw this.#blocked(place, name, verdict.obstacle);
        const { move } = verdict;
        if (move === 'replace') {
            const was = journal.setAside(place, name);
            // It was a file a moment ago.
            if (was === 'link' || was === 'special')
                throw this.#blocked(place, name, was);
        }
        if (move === 'replace' || move === 'place')
            journal.place(place, name);
        return move;
    }
    #blocked(place, name, obstacle) {
        this.#options.obstacles.add([...place.page.segments, name], obstacle);
        return this.#options.obstacles.error();
    }
    // A folder of the target on another file system: its files are copied into a temporary folder in it and go on from
    // there by renames, so that there too a file is visible whole or not at all.
    async #copy(staged, segments) {
        const temporary = createTemporary((0,external_node_path_.join)(this.#options.root.path, ...segments));
        this.#options.temporaries.push(temporary);
        const area = openArea(temporary);
        const copy = (0,external_node_path_.join)(temporary, 'staged');
        await this.#options.disk.copy(staged, copy);
        this.#stopIfOver();
        return { staged: copy, area, copied: true };
    }
    async #breathe() {
        await this.#pace.rest();
        this.#stopIfOver();
    }
    #stopIfOver() {
        if (this.#options.journal.over)
            throw new action_error/* ActionError */.lZ('disk-failed', 'The step was ended before all files were in place');
    }
}
// Names of one folder at a time, not of the tree. Read at once: whether a folder that loses entries while it is read
// lists the others is up to the file system.
function* merge_entriesOf(staged) {
    if ((0,external_node_fs_.statSync)(staged).size > LONG)
        return yield* longListOf(staged);
    for (const entry of (0,external_node_fs_.readdirSync)(staged, { withFileTypes: true }))
        yield { name: entry.name, kind: kindOfStaged(entry) };
}
function* longListOf(staged) {
    const names = { file: [], folder: [] };
    const folder = (0,external_node_fs_.opendirSync)(staged, { bufferSize: READ_AT_ONCE });
    try {
        for (let entry = folder.readSync(); entry !== null; entry = folder.readSync())
            names[kindOfStaged(entry)].push(entry.name);
    }
    finally {
        folder.closeSync();
    }
    for (const kind of ['file', 'folder'])
        for (const name of names[kind])
            yield { name, kind };
}
function kindOfStaged(entry) {
    if (entry.isDirectory())
        return 'folder';
    if (entry.isFile())
        return 'file';
    throw new action_error/* ActionError */.lZ('target-refused', `"${(0,printable/* printable */.g)(entry.name)}" was staged, but is neither a file nor a folder`);
}

;// CONCATENATED MODULE: ./lib/install/install.js









// The policy for folders of an artifact; a staging folder may have been made for its owner alone.
const FOLDER_MODE = 0o755;
/**
 * Joins staged trees to one while nobody sees them, in their order: what clashes shows before the target is touched, and
 * the file system itself says which names are one. Answers with that tree and the number of files left out.
 */
async function joinTrees([firstTree, ...otherTrees], { work, onConflict, disk }) {
    const first = { label: firstTree.label, folder: await nested(firstTree, (0,external_node_path_.join)(work, 'first'), disk) };
    const root = new Root(first.folder);
    const area = openArea(newFolder((0,external_node_path_.join)(work, 'joined')));
    const earlier = [];
    let skipped = 0;
    for (const [index, tree] of otherTrees.entries()) {
        const { label } = tree;
        const folder = await nested(tree, (0,external_node_path_.join)(work, `other-${index}`), disk);
        const journal = new Journal(root, disk);
        const obstacles = new Obstacles({
            what: `Artifact "${label}"`,
            into: `one folder with the artifacts before it`,
            print: segments => `${root.print(segments)} from "${ownerOf(segments, earlier) ?? first.label}"`,
            hint: 'Set on-conflict to overwrite or skip, or leave merge-multiple out.'
        });
        const merge = new Merge({ root, onConflict, obstacles, journal, disk, temporaries: [] });
        await merge.check(folder);
        await merge.move(folder, area);
        earlier.unshift({ label, journal });
        skipped += merge.kept;
    }
    return { folder: first.folder, skipped };
}
// The last tree that put something at this place; undefined when it must be the first.
function ownerOf(segments, earlier) {
    const exact = earlier.find(({ journal }) => journal.placed(segments, (a, b) => a === b));
    const folded = () => earlier.find(({ journal }) => journal.placed(segments, (a, b) => foldedName(a) === foldedName(b)));
    return (exact ?? folded())?.label;
}
// The staged folder as its parents under the target will hold it.
async function nested({ folder, into }, wrapping, disk) {
    (0,external_node_fs_.chmodSync)(folder, FOLDER_MODE);
    if (into.length === 0)
        return folder;
    let path = newFolder(wrapping);
    for (const segment of into.slice(0, -1))
        path = newFolder((0,external_node_path_.join)(path, plain(segment)));
    const place = (0,external_node_path_.join)(path, plain(into.at(-1) ?? ''));
    await (0,retry_busy/* retryBusy */.O)(() => disk.rename(folder, place));
    return wrapping;
}
function newFolder(path) {
    (0,external_node_fs_.mkdirSync)(path);
    // Past the umask.
    (0,external_node_fs_.chmodSync)(path, FOLDER_MODE);
    return path;
}
// Names of artifacts are checked where they are taken in; here none of them leads out of the target, whatever happens.
function plain(segment) {
    if (segment === '' || segment === '.' || segment === '..' || /[/\\\0]/.test(segment)) {
        throw new action_error/* ActionError */.lZ('target-refused', `"${(0,printable/* printable */.g)(segment)}" cannot be the name of a folder`);
    }
    return segment;
}

;// CONCATENATED MODULE: ./lib/install/no-folder.js



/** Why no folder can be at a path, by what is there or above it: systems differ in what they answer. */
function whyNoFolder(path) {
    const above = (0,external_node_path_.dirname)(path);
    if (above !== path && !isFolder(above))
        return whyNoFolder(above);
    const kind = kindOf(path);
    if (kind === 'link')
        return (0,external_node_fs_.existsSync)(path) ? 'leads through a file' : 'is a symbolic link to nothing';
    if (kind === 'file' || kind === 'special')
        return 'leads through a file';
    return process.platform === 'win32'
        ? 'cannot be made: there is no such drive, or Windows takes no such name'
        : 'cannot be made: the system takes no folder there';
}
function isFolder(path) {
    try {
        return (0,external_node_fs_.statSync)(path).isDirectory();
    }
    catch {
        return false;
    }
}

;// CONCATENATED MODULE: ./lib/install/staging.js




/**
 * A private folder on the file system of `target`: beside it, where nothing lists or uploads it by mistake, or where
 * that is another file system or cannot be written, inside it.
 */
function placeForStaging(target) {
    return placeBeside(target) ?? createTemporary(target);
}
function placeBeside(target) {
    const parent = (0,external_node_path_.dirname)(target);
    if ((0,external_node_fs_.statSync)(parent).dev !== (0,external_node_fs_.statSync)(target).dev)
        return undefined;
    let folder;
    try {
        folder = createTemporary(parent);
    }
    catch {
        return undefined;
    }
    if (!isOtherMount(folder, target))
        return folder;
    (0,external_node_fs_.rmdirSync)(folder);
    keepTemporary(folder);
    return undefined;
}
// A bind mount shows the same device number and refuses renames all the same. Linux looks at the mounts before it looks
// for the file, so asking with one that does not exist tells, and changes nothing.
function isOtherMount(folder, target) {
    try {
        (0,external_node_fs_.renameSync)((0,external_node_path_.join)(folder, 'none'), (0,external_node_path_.join)(target, (0,external_node_path_.basename)(folder)));
        return false;
    }
    catch (error) {
        return (0,disk_error/* errnoOf */.U)(error) === 'EXDEV';
    }
}

;// CONCATENATED MODULE: ./lib/install/target.js














const opened = new Set();
/** The folder that the user named in `path`. */
class Target {
    /** Its real path: absolute, without symbolic links. */
    path;
    #disk;
    #made;
    #home;
    #folders = 0;
    #journal;
    #queue = Promise.resolve();
    constructor(path, made, disk) {
        this.path = path;
        this.#made = made;
        this.#disk = disk;
        opened.add(this);
    }
    /** A new staging folder on the target's file system, which other users cannot look into. */
    async stage() {
        try {
            const folder = this.#newFolder();
            return { folder, remove: () => removeTemporary(folder) };
        }
        catch (error) {
            throw (0,disk_error/* diskError */.w)(error, `No staging folder could be made for "${(0,printable/* printable */.g)(this.path)}"`);
        }
    }
    /**
     * Puts staged trees into the target, all of them or nothing: they are joined while still staged, the result is checked
     * against the target as a whole, then moved. After an error the target is what it was before, and what was staged is
     * used up. One install runs at a time.
     */
    install(trees, { onConflict }) {
        const installed = this.#queue.then(() => this.#install(trees, onConflict));
        this.#queue = installed.catch(() => undefined);
        return installed;
    }
    /** Removes what is staged, and the folders that were made for the target when nothing was put into it. */
    async close() {
        if (this.#home !== undefined)
            await removeTemporary(this.#home);
        this.removeMade();
        opened.delete(this);
    }
    /** Undoes an install that is under way, without waiting for anything. Answers with what could not be undone. */
    abandon() {
        const problems = this.#journal?.undo() ?? [];
        if (problems.length > 0 && this.#home !== undefined) {
            // The files that were replaced are in there.
            keepTemporary(this.#home);
            this.#home = undefined;
        }
        return problems;
    }
    /** Removes the folders that were made for the target, as far as nothing is in them. */
    removeMade() {
        removeFolders(this.#made);
    }
    async #install([first, ...others], onConflict) {
        if (first === undefined)
            return { files: 0, skipped: 0 };
        const temporaries = [];
        let lost = [];
        try {
            const work = this.#newFolder();
            temporaries.push(work);
            const joined = await joinTrees([first, ...others], { work, onConflict, disk: this.#disk });
            const root = new Root(this.path);
            const journal = new Journal(root, this.#disk);
            this.#journal = journal;
            const obstacles = new Obstacles({
                what: others.length === 0 ? `Artifact "${first.label}"` : 'The artifacts',
                into: `"${(0,printable/* printable */.g)(this.path)}"`,
                print: segments => root.print(segments),
                hint: 'Set on-conflict to overwrite or skip, or choose another path.'
            });
            const merge = new Merge({ root, onConflict, obstacles, journal, disk: this.#disk, temporaries });
            await merge.check(joined.folder);
            if (!this.#moveWhole(joined.folder))
                await merge.move(joined.folder, openArea(work));
            journal.commit();
            this.#made = [];
            return { files: merge.files - merge.kept, skipped: joined.skipped + merge.kept };
        }
        catch (error) {
            lost = this.abandon();
            const failed = (0,disk_error/* diskError */.w)(error, `Files could not be put into "${(0,printable/* printable */.g)(this.path)}"`);
            if (lost.length === 0)
                throw failed;
            throw new action_error/* ActionError */.lZ('disk-failed', `${failed.message}. Undoing it failed too: ${lost.join('; ')}`, {
                cause: failed
            });
        }
        finally {
            this.#journal = undefined;
            for (const folder of temporaries)
                await (lost.length > 0 ? keepTemporary(folder) : removeTemporary(folder));
        }
    }
    // A target that was made for this step and is still empty is replaced by the staged folder itself, in one rename. Not
    // one that was there before: it may be someone's working directory. Where this is not possible, nothing has happened.
    #moveWhole(folder) {
        if (this.#made.length === 0)
            return false;
        try {
            this.#disk.rename(folder, this.path);
            return true;
        }
        catch {
            return false;
        }
    }
    #newFolder() {
        // Another job that shares the path may have given up and removed the folder that it had made.
        (0,external_node_fs_.mkdirSync)(this.path, { recursive: true });
        this.#home ??= placeForStaging(this.path);
        const folder = (0,external_node_path_.join)(this.#home, `folder-${this.#folders++}`);
        (0,external_node_fs_.mkdirSync)(folder);
        return folder;
    }
}
/** Opens the folder that the user named, made when missing. A link that the user named is followed, as any program does. */
async function openTarget(path, disk = nodeDisk) {
    const absolute = (0,external_node_path_.resolve)(path);
    let made = [];
    try {
        made = makeFolders(absolute);
        const real = external_node_fs_.realpathSync.native(absolute);
        if (!(0,external_node_fs_.statSync)(real).isDirectory())
            throw refused('is a file, not a folder', absolute);
        (0,external_node_fs_.accessSync)(real, external_node_fs_.constants.W_OK);
        return new Target(real, made, disk);
    }
    catch (error) {
        removeFolders(made);
        const code = (0,disk_error/* errnoOf */.U)(error);
        if (code === 'ENOTDIR' || code === 'ENOENT')
            throw refused(whyNoFolder(absolute), absolute);
        throw (0,disk_error/* diskError */.w)(error, `The folder "${(0,printable/* printable */.g)(absolute)}" cannot be used as path`);
    }
}
/**
 * Undoes every install that is under way and removes every temporary folder, before it returns: for signal handlers and
 * the exit. What was installed stays. Answers with what could not be undone or removed, as sentences to print.
 */
function abandonAll() {
    const problems = [...opened].flatMap(target => target.abandon());
    const left = removeAllTemporaries().map(folder => `"${(0,printable/* printable */.g)(folder)}" could not be removed`);
    for (const target of opened)
        target.removeMade();
    opened.clear();
    return [...problems, ...left];
}
function refused(why, path) {
    return new action_error/* ActionError */.lZ('target-refused', `path "${(0,printable/* printable */.g)(path)}" ${why}`, {
        hint: 'Choose another path.'
    });
}


/***/ }),

/***/ 6549:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   S: () => (/* binding */ ERRORS)
/* harmony export */ });
/**
 * What went wrong, as a stable word: docs/TROUBLESHOOTING.md and tests go by it. `title` heads the annotation, `advice` is
 * what to do where an error itself has no hint.
 */
const ERRORS = {
    'input-invalid': {
        title: 'Invalid inputs',
        advice: 'Correct `with:` of this step; nothing was asked of the server yet.'
    },
    'api-unauthorized': {
        title: 'Token not valid',
        advice: 'Pass a github-token that is valid on this server.'
    },
    'api-forbidden': { title: 'Permission missing', advice: 'Grant the token what the step needs.' },
    'api-not-found': {
        title: 'Not there, or not visible',
        advice: 'Check repository, run-id and what the token may see.'
    },
    'api-rate-limited': {
        title: 'Rate limit reached',
        advice: 'Run the step again later, or raise rate-limit-wait.'
    },
    'api-rejected': { title: 'Request not accepted', advice: 'Check the inputs.' },
    'api-failed': { title: 'GitHub API not available', advice: 'Run the step again later.' },
    'api-answer-invalid': {
        title: 'Answer is not of the GitHub API',
        advice: 'Check api-url, and that no proxy answers in its place.'
    },
    'artifact-not-found': {
        title: 'Artifact not found',
        advice: 'Check the name, and that the job that uploads has ended (needs:).'
    },
    'artifact-expired': { title: 'Artifact expired', advice: 'Run the workflow that uploads it again.' },
    'artifact-foreign': {
        title: 'Artifact of a fork',
        advice: 'Take it only if you trust whoever opened that pull request.'
    },
    'artifact-name-invalid': {
        title: 'Artifact name cannot be a file name',
        advice: 'Give one exact name or id, or use merge-multiple.'
    },
    'artifacts-failed': { title: 'Some artifacts failed', advice: 'The log says for each of them why.' },
    'plan-too-large': {
        title: 'More to delete than max-deletes',
        advice: 'Narrow what is meant, or raise max-deletes.'
    },
    'storage-failed': { title: 'Download failed', advice: 'Run the step again.' },
    'digest-mismatch': {
        title: 'Digest does not match',
        advice: 'Do not trust these bytes. Run the step again.'
    },
    'archive-refused': {
        title: 'Archive refused',
        advice: 'Look at the run that made it before you trust it.'
    },
    'target-refused': {
        title: 'Target folder refused',
        advice: 'Give a path that is a plain folder of yours.'
    },
    'target-conflict': {
        title: 'File exists already',
        advice: 'Empty path first, or choose another on-conflict.'
    },
    'disk-full': { title: 'Disk full', advice: 'Free some space, or download less at once.' },
    'disk-failed': { title: 'Disk failed', advice: 'Check the disk of the runner and the rights on path.' },
    interrupted: {
        title: 'Step was stopped',
        advice: 'Nothing is half-written. Run the job again if it was not you who cancelled it.'
    },
    internal: {
        title: 'Fault of the action',
        advice: 'Please report it, with the log of a run with debug logging.'
    }
};


/***/ }),

/***/ 5539:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ printable)
/* harmony export */ });
const MAX_LENGTH = 200;
// C0, DEL, C1, line and paragraph separators; then what reorders or hides text: bidi controls, zero-width characters,
// the byte order mark and lone surrogates.
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
/**
 * The one way for text from outside (artifact, file and branch names, API messages, header values) into a log line, an
 * error or the summary. The result is one line of at most `maxLength` characters and an ellipsis. The runner reads
 * `::command::` at the start of a line and the legacy `##[command]` anywhere in one
 * (actions/runner, src/Runner.Common/ActionCommand.cs): neither survives.
 */
function printable(text, maxLength = MAX_LENGTH) {
    const characters = Array.from(text.length > maxLength * 2 ? text.slice(0, maxLength * 2) : text);
    const cut = characters.length > maxLength || text.length > maxLength * 2;
    return (cut ? `${characters.slice(0, maxLength).join('')}…` : text)
        .replace(UNSAFE, escaped)
        .replace(/^(\s*):(?=:)/, '$1\\:')
        .replaceAll('##[', '#\\#[');
}


/***/ }),

/***/ 7659:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  R: () => (/* binding */ runProcess)
});

// UNUSED EXPORTS: run

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/command.js
var command = __nccwpck_require__(9635);
// EXTERNAL MODULE: ./lib/archive/thread-gate.js
var thread_gate = __nccwpck_require__(4766);
// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __nccwpck_require__(50);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __nccwpck_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
;// CONCATENATED MODULE: ./lib/download/inputs.js
const DIGEST_HANDLING = ['error', 'warn', 'info', 'ignore'];
const CONFLICT_HANDLING = ['overwrite', 'skip', 'error'];

// EXTERNAL MODULE: ./lib/messages/printable.js
var printable = __nccwpck_require__(5539);
;// CONCATENATED MODULE: ./lib/selection/inputs.js
const FOUND_HANDLING = ['error', 'warn', 'ignore'];

// EXTERNAL MODULE: ./lib/selection/keep-rules.js
var keep_rules = __nccwpck_require__(3863);
// EXTERNAL MODULE: ./lib/time/clock.js
var clock = __nccwpck_require__(4795);
;// CONCATENATED MODULE: ./lib/inputs/action-defaults.js
// Generated from action.yml by `npm run generate`.
/** The default of every input in action.yml, including expressions. */
const DEFAULTS = {
    operation: 'download',
    repository: '${{ github.repository }}',
    'github-token': '${{ github.token }}',
    'api-url': '${{ github.api_url }}',
    scope: 'run',
    'run-id': '',
    workflow: '',
    branch: '',
    commit: '',
    'pull-request': '',
    event: '',
    conclusion: '',
    'allow-forks': 'false',
    name: '',
    pattern: '',
    'artifact-ids': '',
    'older-than': '',
    'newer-than': '',
    'larger-than': '',
    'smaller-than': '',
    'include-expired': 'false',
    latest: '',
    shard: '',
    limit: '0',
    'if-no-artifact-found': '',
    'wait-timeout': '0s',
    path: '${{ github.workspace }}',
    'merge-multiple': 'false',
    files: '',
    'skip-decompress': 'false',
    'digest-mismatch': 'error',
    'on-conflict': 'overwrite',
    'max-extracted-size': '',
    cache: 'false',
    'delete-after': 'false',
    'keep-latest': '',
    'keep-size': '',
    'group-by': 'name',
    'gone-branches': 'false',
    'max-deletes': '',
    'dry-run': 'false',
    concurrency: '8',
    retries: '5',
    'stall-timeout': '30s',
    'rate-limit-wait': '5m',
    summary: ''
};

;// CONCATENATED MODULE: ./lib/inputs/action-inputs.js
const OPERATIONS = ['list', 'get', 'download', 'delete'];
/** Of runs; https://docs.github.com/en/rest/actions/workflow-runs. `any` is any, none too. */
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

// EXTERNAL MODULE: ./lib/text/similar-names.js
var similar_names = __nccwpck_require__(4683);
;// CONCATENATED MODULE: ./lib/inputs/input-names.js



const NAMES = Object.keys(DEFAULTS);
/** Not in `with:`, but beside it. */
const OF_THE_STEP = 'continue-on-error';
/**
 * What other actions call it (docs/MIGRATING.md has the differences), and names that one may expect. In lower case, as
 * the runner knows no other; what is nearly one of ours needs no row.
 */
const CALLED_ELSEWHERE = {
    age: ['older-than'],
    'artifact-name': ['name'],
    exceptprefix: ['pattern'],
    'expire-in': ['older-than'],
    failonerror: [OF_THE_STEP],
    name_is_regexp: ['pattern'],
    onlyprefix: ['pattern'],
    pr: ['pull-request'],
    ref: ['branch', 'commit'],
    repo: ['repository'],
    run_number: ['run-id'],
    sha: ['commit'],
    'skip-recent': ['keep-latest'],
    'skip-tags': ['branch'],
    skip_unpack: ['skip-decompress'],
    token: ['github-token'],
    useglob: ['pattern'],
    workflow_conclusion: ['conclusion']
};
/** Only actions that delete have these: a step that keeps one may be thought to delete. */
const OF_CLEAN_UPS = [
    'age',
    'exceptprefix',
    'expire-in',
    'failonerror',
    'onlyprefix',
    'skip-recent',
    'skip-tags',
    'useglob'
];
/** What was given under names that are none of ours. The runner passes such inputs on and only warns. */
function unknownInputs(env) {
    return Object.entries(env).flatMap(([variable, text = '']) => {
        const value = text.trim();
        if (!variable.startsWith('INPUT_') || value === '')
            return [];
        const given = variable.slice('INPUT_'.length).toLowerCase();
        if (Object.hasOwn(DEFAULTS, given))
            return [];
        const slip = given === 'dry' ? 'dry-run' : (0,similar_names/* likelyMeant */.S)(given, NAMES);
        const ours = slip ? [slip] : Object.hasOwn(CALLED_ELSEWHERE, given) ? CALLED_ELSEWHERE[given] : undefined;
        if (ours === undefined)
            return [];
        const isSlip = slip !== undefined;
        const isOfCleanUp = OF_CLEAN_UPS.includes(given);
        return [
            { variable: (0,printable/* printable */.g)(variable, 100), given: (0,printable/* printable */.g)(given, 100), value, ours, isOfCleanUp, isSlip }
        ];
    });
}

// EXTERNAL MODULE: ./lib/selection/shard.js
var shard = __nccwpck_require__(5566);
// EXTERNAL MODULE: ./lib/text/glob.js + 2 modules
var glob = __nccwpck_require__(9567);
;// CONCATENATED MODULE: ./lib/inputs/duration.js
const UNITS = {
    s: 1000,
    m: 60_000,
    h: 3_600_000,
    d: 86_400_000,
    w: 604_800_000
};
/** Milliseconds of `90s`, `15m`, `36h`, `7d` or `2w`; undefined for anything else. */
function parseDuration(text) {
    const [, digits, unit = ''] = /^(\d+)([smhdw])$/.exec(text) ?? [];
    const duration = Number(digits) * (UNITS[unit] ?? Number.NaN);
    return Number.isSafeInteger(duration) ? duration : undefined;
}
/**
 * A duration, an ISO 8601 date (`2026-01-31`, UTC midnight) or a date-time (`2026-01-31T10:00:00+02:00`, UTC without an
 * offset); undefined for anything else, the 30th of February too.
 */
function parseMoment(text) {
    const ago = parseDuration(text);
    if (ago !== undefined)
        return { ago };
    const [, day, time = 'T00:00', offset = 'Z'] = /^(\d{4}-\d{2}-\d{2})(?:(T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text) ?? [];
    // Date moves the 30th of February to March.
    const midnight = new Date(`${day}T00:00Z`);
    if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(`${day}T`))
        return undefined;
    const at = Date.parse(`${day}${time}${offset}`);
    return Number.isNaN(at) ? undefined : { at };
}

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
/** Bytes of `500`, `10KB`, `1.5GB` (powers of 1000) or `4GiB` (of 1024); undefined for anything else. */
function parseSize(text) {
    const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?(?:([kmg]i?)?b)?$/i.exec(text) ?? [];
    const factor = FACTORS[unit.toLowerCase()];
    if (digits === undefined || factor === undefined)
        return undefined;
    const bytes = Math.round(Number(digits) * factor);
    return Number.isSafeInteger(bytes) ? bytes : undefined;
}

;// CONCATENATED MODULE: ./lib/inputs/input-parsers.js





/** What is wrong with a value; the message says what is allowed. */
class ParseError extends Error {
}
const input_parsers_boolean = text => {
    // YAML 1.2 core schema, as core.getBooleanInput reads them.
    if (/^(true|True|TRUE)$/.test(text))
        return true;
    if (/^(false|False|FALSE)$/.test(text))
        return false;
    throw new ParseError('allowed: true or false');
};
function oneOf(words) {
    return text => {
        if (!words.includes(text))
            throw new ParseError(`allowed: ${words.slice(0, -1).join(', ')} or ${words.at(-1)}`);
        return text;
    };
}
function integer(min, max = Number.MAX_SAFE_INTEGER) {
    const range = max === Number.MAX_SAFE_INTEGER ? `a whole number from ${min}` : `a whole number from ${min} to ${max}`;
    return text => {
        const value = Number(text);
        if (!/^\d+$/.test(text) || value < min || value > max)
            throw new ParseError(`allowed: ${range}`);
        return value;
    };
}
const size = text => {
    const bytes = parseSize(text);
    if (bytes === undefined)
        throw new ParseError('allowed: a size such as 500, 10KB, 1.5GB or 4GiB');
    return bytes;
};
const duration = text => {
    const parsed = parseDuration(text);
    if (parsed === undefined)
        throw new ParseError('allowed: a duration such as 90s, 15m, 36h, 7d or 2w');
    return parsed;
};
const moment = text => {
    const parsed = parseMoment(text);
    if (parsed === undefined) {
        throw new ParseError('allowed: a duration (90s, 15m, 36h, 7d, 2w), a date (2026-01-31) or a date-time (2026-01-31T10:00:00Z)');
    }
    return parsed;
};
const input_parsers_shard = text => {
    const parsed = (0,shard/* parseShard */.u)(text);
    if (parsed === undefined)
        throw new ParseError('allowed: i/n with 1 ≤ i ≤ n, such as 2/5');
    return parsed;
};
/** A size or a duration that is not nothing. */
function positive(parser) {
    return text => {
        const value = parser(text);
        if (value === 0)
            throw new ParseError('allowed: more than 0');
        return value;
    };
}
/** One value a line; blank lines are skipped, doubles too. */
const lines = text => [
    ...new Set(text
        .split(/\r?\n/)
        .map(line => line.trim())
        .filter(Boolean))
];
const singleLine = text => {
    if (/[\u0000-\u001f]/.test(text))
        throw new ParseError('allowed: one line without control characters');
    return text;
};
const names = text => {
    const found = lines(text);
    const globs = found.filter(name => /[*?]/.test(name));
    if (globs.length > 0)
        throw new ParseError(`allowed: exact names, one a line; for globs use the input pattern`);
    return found;
};
/** Ids one a line or separated by commas. */
const ids = text => {
    const parts = text.split(/[\s,]+/).filter(Boolean);
    const parsed = parts.map(part => (/^[1-9]\d*$/.test(part) ? Number(part) : Number.NaN));
    if (parsed.length === 0 || !parsed.every(Number.isSafeInteger)) {
        throw new ParseError('allowed: artifact ids (whole numbers from 1), separated by commas or new lines');
    }
    return [...new Set(parsed)];
};
const globs = text => {
    try {
        return (0,glob/* compileGlobs */.tI)(lines(text));
    }
    catch (error) {
        if (!(error instanceof glob/* GlobError */.pZ))
            throw error;
        throw new ParseError(`allowed: globs, one a line (${(0,printable/* printable */.g)(error.message)})`);
    }
};
const runId = text => {
    if (text === 'triggering')
        return text;
    if (!/^[1-9]\d*$/.test(text) || !Number.isSafeInteger(Number(text))) {
        throw new ParseError('allowed: the id of a run, a whole number from 1, or triggering');
    }
    return Number(text);
};
/** A file name, a path or an id. A workflow's display name is none of these, and need not be unique. */
const workflow = text => {
    const name = text.replace(/^\.?\//, '');
    if (!/^(\d+|[^\u0000-\u001f]*(\.ya?ml|\/[^/]+))$/.test(name)) {
        throw new ParseError('allowed: the name of a workflow file (ci.yml), its path or its id');
    }
    return name;
};
const commit = text => {
    if (!/^[\da-f]{7,64}$/i.test(text)) {
        throw new ParseError('allowed: the SHA of a commit, or at least its first 7 digits');
    }
    return text.toLowerCase();
};
const input_parsers_event = text => {
    if (!/^[a-z_]+$/.test(text))
        throw new ParseError('allowed: the name of an event, such as push or schedule');
    return text;
};
/** Branches or globs on branches, as the API names them: without `refs/heads/` (or `refs/tags/`). */
const branches = text => {
    const short = lines(text).map(line => line.replace(/^(!?)refs\/(heads|tags)\//, '$1'));
    // No branch has a space in it: a list that was folded into one line would protect nothing.
    if (short.some(line => /\s|,!/.test(line)))
        throw new ParseError('allowed: branches or globs, one a line');
    return { lines: short, matches: globs(short.join('\n')) };
};
const repository = text => {
    const [, owner, repo] = /^([\w.-]{1,100})\/([\w.-]{1,100})$/.exec(text) ?? [];
    if (owner === undefined || repo === undefined || /^\.+$/.test(owner) || /^\.+$/.test(repo)) {
        throw new ParseError('allowed: owner/repo');
    }
    return { owner, repo };
};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: ./lib/github/repository.js
var github_repository = __nccwpck_require__(2635);
;// CONCATENATED MODULE: ./lib/inputs/run-inputs.js




/** The inputs that choose among runs. */
const SELECTORS = ['workflow', 'branch', 'commit', 'pull-request', 'event', 'conclusion'];
/** Those that, when a run is searched for, mean one that went well unless `conclusion` says otherwise. */
const MEAN_SUCCESS = ['workflow', 'branch', 'pull-request', 'event'];
/** The inputs that say which run. */
const RUN_GROUP = ['run-id', ...SELECTORS];
/** Where the artifacts are looked for; undefined where there is no run to look in. */
function placeOf(values, env, problems) {
    const given = SELECTORS.filter(input => values[input] !== undefined);
    checkTogether(values, given, problems);
    const runId = givenRun(values, env, problems);
    if (values['artifact-ids'] !== undefined) {
        return { kind: 'ids', ids: values['artifact-ids'], runId: runId?.runId };
    }
    if (values.scope === 'repository')
        return { kind: 'repository', runs: queryOf(values, 'any') };
    if (values['run-id'] !== undefined)
        return runId && { kind: 'run', ...runId };
    if (given.length > 0) {
        checkBranch(values, problems);
        const usual = MEAN_SUCCESS.some(input => values[input] !== undefined) ? 'success' : 'any';
        return { kind: 'search', runs: queryOf(values, usual) };
    }
    if (problems.hasAny(['scope', 'artifact-ids', ...RUN_GROUP]))
        return undefined;
    const current = currentRunId(env);
    if (current === undefined) {
        problems.add('run-id', 'is not given, and this is no workflow run (GITHUB_RUN_ID is not set); allowed: the id of a run');
        return undefined;
    }
    if (values.repository !== undefined && !isOwnRepository(values.repository, env)) {
        problems.add('run-id', `is not given, and the current run is not in that repository; allowed: the id of one of its runs, what to find one by (${SELECTORS.join(', ')}), artifact-ids, or scope: repository`);
    }
    return { kind: 'run', runId: current, how: 'current' };
}
/** The run of this job. */
function currentRunId(env) {
    const current = Number(env.GITHUB_RUN_ID);
    return Number.isSafeInteger(current) && current >= 1 ? current : undefined;
}
function isOwnRepository(repository, env) {
    const [owner = '', repo = ''] = (env.GITHUB_REPOSITORY ?? '').split('/');
    return (0,github_repository/* sameRepository */.RB)(repository, { owner, repo });
}
function queryOf(values, usualConclusion) {
    return {
        workflow: values.workflow,
        branch: values.branch,
        commit: values.commit,
        pullRequest: values['pull-request'],
        event: values.event,
        conclusion: values.conclusion ?? usualConclusion,
        allowForks: values['allow-forks']
    };
}
function checkTogether(values, selectors, problems) {
    const inRepository = values.scope === 'repository';
    const { 'run-id': runId, 'artifact-ids': ids } = values;
    if (runId !== undefined && inRepository) {
        problems.add('run-id', `"${runId}" is one run, scope: repository is every run; allowed: one of the two`);
    }
    if (runId !== undefined && selectors.length > 0) {
        problems.add('run-id', `"${runId}" says already which run it is; allowed: without ${selectors.join(', ')}`);
    }
    if (ids === undefined)
        return;
    if (inRepository) {
        problems.add('artifact-ids', 'are found wherever in the repository they are; allowed: without scope: repository');
    }
    const useless = [...selectors, ...(values['allow-forks'] ? ['allow-forks'] : [])];
    if (useless.length > 0) {
        problems.add('artifact-ids', `say already which artifacts they are, of whatever run; allowed: without ${useless.join(', ')}`);
    }
}
/** A run is searched for on one branch, by its name. */
function checkBranch({ branch }, problems) {
    if (branch === undefined)
        return;
    const [line = '', ...more] = branch.lines;
    const given = `"${(0,printable/* printable */.g)(branch.lines.join('\n'), 100)}"`;
    const [, pullRequest] = /^refs\/pull\/(\d+)\//.exec(line) ?? [];
    if (pullRequest !== undefined) {
        problems.add('branch', `${given} is no branch; allowed: pull-request: ${pullRequest}`);
    }
    else if (more.length > 0 || /^!|[*?[]/.test(line) || (0,glob/* hasAlternatives */.JB)(line)) {
        problems.add('branch', `${given} is not one branch; allowed: a branch name, or scope: repository, where globs choose among all runs`);
    }
}
function givenRun({ 'run-id': given, repository }, env, problems) {
    if (given === undefined)
        return undefined;
    const own = repository === undefined || isOwnRepository(repository, env);
    if (given !== 'triggering') {
        return { runId: given, how: own && given === currentRunId(env) ? 'current' : 'given' };
    }
    const runId = triggeringRunId(env);
    if (runId === undefined || !own) {
        const why = runId === undefined
            ? `was started by ${(0,printable/* printable */.g)(env.GITHUB_EVENT_NAME ?? 'nothing')}`
            : 'is in another repository';
        problems.add('run-id', `"triggering" is the run that started this one, and this one ${why}; allowed: on workflow_run events, in their repository`);
        return undefined;
    }
    return { runId, how: 'triggering' };
}
/** Of a `workflow_run` event; https://docs.github.com/en/webhooks/webhook-events-and-payloads#workflow_run */
function triggeringRunId(env) {
    if (env.GITHUB_EVENT_NAME !== 'workflow_run' || !env.GITHUB_EVENT_PATH)
        return undefined;
    try {
        const event = JSON.parse((0,external_node_fs_.readFileSync)(env.GITHUB_EVENT_PATH, 'utf8'));
        const id = event.workflow_run?.id;
        return Number.isSafeInteger(id) ? Number(id) : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/inputs/input-rules.js


/** What the values may not be together. */
function checkContradictions(operation, values, problems) {
    // A value that is not allowed was given all the same: that it is missing is not said too.
    const named = values.name !== undefined || values['artifact-ids'] !== undefined;
    if (operation === 'get' && !named && !problems.hasAny(['name', 'artifact-ids'])) {
        problems.add('name', 'is not given; get wants a name or artifact-ids (list finds artifacts by pattern)');
    }
    if (operation === 'delete')
        checkDelete(values, problems);
    if (values['delete-after'] && values.files !== undefined) {
        problems.add('delete-after', '"true" with files would delete what was not written; allowed: without files');
    }
    if (values['delete-after'] && values['on-conflict'] === 'skip') {
        problems.add('delete-after', '"true" with on-conflict: skip would delete what was skipped; allowed: overwrite or error');
    }
    if (values['skip-decompress'] && values.files !== undefined) {
        problems.add('files', 'cannot be picked from an archive that skip-decompress: true keeps whole; allowed: one of the two');
    }
}
/** The inputs that say which artifacts to delete, and those of them that are about more than one run. */
const NARROWING = [
    'name',
    'pattern',
    'artifact-ids',
    'branch',
    'older-than',
    'newer-than',
    'larger-than',
    'smaller-than',
    'keep-latest',
    'keep-size',
    'gone-branches'
];
const RETENTION = ['older-than', 'keep-latest', 'keep-size', 'gone-branches'];
function checkDelete(values, problems) {
    const isGiven = (input) => values[input] !== undefined && values[input] !== false && !(input === 'branch' && isProtection);
    // What protects some branches does not say that all else is meant: an input beside it may have come empty.
    const isProtection = values.branch?.lines.every(line => line.startsWith('!')) ?? false;
    if (!NARROWING.some(isGiven) && !problems.hasAny(NARROWING)) {
        problems.add('name', `is not given, and nothing else says which artifacts to delete; allowed: ${NARROWING.join(', ')} (to delete everything${isProtection ? ' else' : ''}, say pattern: '*')`);
    }
    const hasPlace = values.scope === 'repository' ||
        values['artifact-ids'] !== undefined ||
        RUN_GROUP.some(input => values[input] !== undefined);
    if (hasPlace || problems.hasAny(['scope', 'artifact-ids', ...RUN_GROUP]))
        return;
    for (const input of RETENTION) {
        if (!isGiven(input))
            continue;
        problems.add(input, `would mean the artifacts of the current run; add scope: repository (or say which run: ${RUN_GROUP.join(', ')})`);
    }
}
/** Checks where the token may be sent, and that it is a token for there. */
function checkApiUrl(text, values, env, problems) {
    // What stands before an @ is a password.
    const given = `"${(0,printable/* printable */.g)(text.replace(/\/\/[^/]*@/, '//***@'), 100)}" is not allowed`;
    if (!URL.canParse(text)) {
        problems.add('api-url', `${given}; allowed: the base URL of a REST API, such as https://HOST/api/v3`);
        return;
    }
    const url = new URL(text);
    const own = env.GITHUB_API_URL ?? 'https://api.github.com';
    const ownOrigin = URL.canParse(own) && new URL(own).origin === url.origin;
    const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
    if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) {
        problems.add('api-url', `${given}; allowed: a URL without user info, query or fragment`);
    }
    else if (url.protocol !== 'https:' && !(url.protocol === 'http:' && (loopback || ownOrigin))) {
        problems.add('api-url', `${given}; allowed: https, or http for loopback and for the server that this job runs on`);
    }
    else if (!ownOrigin && env.GITHUB_TOKEN !== undefined && values['github-token'] === env.GITHUB_TOKEN) {
        problems.add('github-token', `is the GITHUB_TOKEN of this job, and api-url is another server; allowed: a token of ${url.origin}`);
    }
}

;// CONCATENATED MODULE: ./lib/inputs/inputs.js














const ALL = OPERATIONS;
const LISTING = ['list', 'download', 'delete'];
const DOWNLOAD = ['download'];
const DELETE = ['delete'];
/** Every input: the operations it is for, and its parser. Names, descriptions and defaults are in action.yml. */
const INPUTS = {
    operation: { operations: ALL, parser: oneOf(OPERATIONS) },
    repository: { operations: ALL, parser: repository },
    'github-token': { operations: ALL, parser: singleLine },
    'api-url': { operations: ALL, parser: singleLine },
    scope: { operations: LISTING, parser: oneOf(['run', 'repository']) },
    'run-id': { operations: ALL, parser: runId },
    workflow: { operations: ALL, parser: workflow },
    branch: { operations: ALL, parser: branches },
    commit: { operations: ALL, parser: commit },
    'pull-request': { operations: ALL, parser: integer(1) },
    event: { operations: ALL, parser: input_parsers_event },
    conclusion: { operations: ALL, parser: oneOf(CONCLUSIONS) },
    'allow-forks': { operations: ['list', 'get', 'download'], parser: input_parsers_boolean },
    name: { operations: ALL, parser: names },
    pattern: { operations: LISTING, parser: globs },
    'artifact-ids': { operations: ALL, parser: ids },
    'older-than': { operations: LISTING, parser: moment },
    'newer-than': { operations: LISTING, parser: moment },
    'larger-than': { operations: LISTING, parser: size },
    'smaller-than': { operations: LISTING, parser: size },
    'include-expired': { operations: ['list', 'get', 'delete'], parser: input_parsers_boolean },
    latest: { operations: ['list', 'download'], parser: input_parsers_boolean },
    shard: { operations: LISTING, parser: input_parsers_shard },
    limit: { operations: LISTING, parser: integer(0) },
    'if-no-artifact-found': { operations: ALL, parser: oneOf(FOUND_HANDLING) },
    'wait-timeout': { operations: ['list', 'get', 'download'], parser: duration },
    path: { operations: DOWNLOAD, parser: singleLine },
    'merge-multiple': { operations: DOWNLOAD, parser: input_parsers_boolean },
    files: { operations: DOWNLOAD, parser: globs },
    'skip-decompress': { operations: DOWNLOAD, parser: input_parsers_boolean },
    'digest-mismatch': { operations: DOWNLOAD, parser: oneOf(DIGEST_HANDLING) },
    'on-conflict': { operations: DOWNLOAD, parser: oneOf(CONFLICT_HANDLING) },
    'max-extracted-size': { operations: DOWNLOAD, parser: size },
    cache: { operations: DOWNLOAD, parser: input_parsers_boolean },
    'delete-after': { operations: DOWNLOAD, parser: input_parsers_boolean },
    'keep-latest': { operations: DELETE, parser: integer(1) },
    'keep-size': { operations: DELETE, parser: positive(size) },
    'group-by': { operations: DELETE, parser: oneOf(keep_rules/* GROUPINGS */.Jg) },
    'gone-branches': { operations: DELETE, parser: input_parsers_boolean },
    'max-deletes': { operations: DELETE, parser: integer(0) },
    'dry-run': { operations: DELETE, parser: input_parsers_boolean },
    concurrency: { operations: ALL, parser: integer(1, 64) },
    retries: { operations: ALL, parser: integer(0, 100) },
    'stall-timeout': { operations: ALL, parser: positive(duration) },
    'rate-limit-wait': { operations: ALL, parser: duration },
    summary: { operations: ALL, parser: input_parsers_boolean }
};
/** What is wrong with the inputs: all of it, to be said in one go. */
class Problems {
    #found = [];
    /** `text` reads on after the input's name: what was given, and what is allowed. */
    add(input, text) {
        this.#found.push({ input, text });
    }
    has(input) {
        return this.hasAny([input]);
    }
    hasAny(inputs) {
        return this.#found.some(({ input }) => inputs.some(name => name === input));
    }
    /** @throws ActionError with code `input-invalid` when there are any */
    throwIfAny() {
        const [first, ...more] = this.#found.map(({ input, text }) => `${input} ${text}`);
        if (first === undefined)
            return;
        const message = more.length === 0 ? `Invalid input: ${first}` : `Invalid inputs:\n- ${[first, ...more].join('\n- ')}`;
        throw new action_error/* ActionError */.lZ('input-invalid', message);
    }
}
/**
 * Reads all inputs as the runner passes them (`INPUT_*`).
 *
 * @param warn told what is allowed and most likely not what was meant
 * @throws ActionError with code `input-invalid` that lists every problem: the input, what was given, what is allowed
 */
function readInputs(env, warn) {
    const problems = new Problems();
    const values = readValues(env, problems);
    const { operation, repository, 'github-token': token = '', 'api-url': apiUrl } = values;
    if (token === '' && !problems.has('github-token')) {
        problems.add('github-token', 'is empty; allowed: a token (the default is the one of the job)');
    }
    if (repository === undefined && !problems.has('repository')) {
        problems.add('repository', 'is empty; allowed: owner/repo');
    }
    if (!problems.has('api-url'))
        checkApiUrl(apiUrl, values, env, problems);
    checkStrangers(operation, env, { problems, warn });
    checkEmpty(values, env, warn);
    const place = placeOf(values, env, problems);
    if (!problems.has('operation')) {
        checkForeignInputs(values, env, problems);
        checkContradictions(operation, values, problems);
    }
    problems.throwIfAny();
    if (repository === undefined || place === undefined)
        throw new TypeError('no value, and no problem told');
    const strict = operation === 'get' || operation === 'download';
    const shared = {
        repository,
        ownRepository: isOwnRepository(repository, env),
        token,
        apiUrl: apiUrl.replace(/\/+$/, ''),
        concurrency: values.concurrency,
        retries: values.retries,
        stallTimeout: Math.min(clock/* LONGEST_TIMER */.Z, values['stall-timeout']),
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
        ifNoArtifactFound: values['if-no-artifact-found'] ?? (strict ? 'error' : 'ignore'),
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
                keepSize: values['keep-size'],
                groupBy: values['group-by'],
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
                skipDecompress: values['skip-decompress'],
                digestMismatch: values['digest-mismatch'],
                onConflict: values['on-conflict'],
                maxExtractedSize: values['max-extracted-size'],
                cache: values.cache,
                deleteAfter: values['delete-after']
            };
    }
}
/** `get` by name is the newest of each name by its nature; by id it is that id. */
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
            const given = name === 'github-token' ? '' : `"${(0,printable/* printable */.g)(text, 100)}" `;
            problems.add(name, `${given}is not allowed; ${(0,action_error/* messageOf */.bD)(error)}`);
            return undefined;
        }
    };
    return Object.fromEntries(inputNames().map(name => [name, read(name)]));
}
function inputNames() {
    return Object.keys(INPUTS);
}
/** The text of an input. An empty value is an input not given, so it has its default. */
function textOf(name, env) {
    return givenText(name, env) || defaultOf(name, env);
}
/** What the runner passes for an input; https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#inputs */
function givenText(name, env) {
    return env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
}
/** The default in action.yml, with the expressions that the runner fills in. */
function defaultOf(name, env) {
    const text = DEFAULTS[name];
    switch (text) {
        case '${{ github.repository }}':
            return env.GITHUB_REPOSITORY ?? '';
        case '${{ github.api_url }}':
            return env.GITHUB_API_URL ?? 'https://api.github.com';
        case '${{ github.workspace }}':
            return env.GITHUB_WORKSPACE ?? process.cwd();
        case '${{ github.token }}':
            return '';
        default:
            return text;
    }
}
/** Inputs of other operations are refused, unless their value is the default, which the runner always passes. */
function checkForeignInputs(values, env, problems) {
    const { operation } = values;
    for (const name of inputNames()) {
        const operations = INPUTS[name].operations;
        const [given, usual] = [givenText(name, env), defaultOf(name, env)];
        // The value, however it is spelt: `False` is `false`.
        const isSame = usual !== '' && values[name] === INPUTS[name].parser(usual);
        const isDefault = given === usual || isSame || (name === 'path' && external_node_path_.resolve(given) === external_node_path_.resolve(usual));
        if (operations.includes(operation) || given === '' || isDefault)
            continue;
        // The runner fills in the default: that none was given cannot be told.
        const which = operation === DEFAULTS.operation ? `${operation} (the default)` : operation;
        problems.add(name, `"${(0,printable/* printable */.g)(given, 100)}" does nothing with operation: ${which}; allowed with: ${operations.join(', ')}`);
    }
}
/**
 * Inputs that are none of ours: a slip is refused. Others may be variables of the job, or inputs of a composite action
 * around it, which then passes them on under our names.
 */
function checkStrangers(operation, env, { problems, warn }) {
    for (const { variable, given, value, ours, isOfCleanUp, isSlip } of unknownInputs(env)) {
        if (isSlip) {
            problems.add(given, `is not an input of this action; did you mean ${ours[0]}? (If ${variable} is a variable of the job, give it another name.)`);
        }
        else if (!ours.some(name => name !== OF_THE_STEP && isPassedOn(name, value, env))) {
            const near = ours.map(name => (name === OF_THE_STEP ? `${name} of the step, beside with` : name));
            const downloads = isOfCleanUp && operation === DEFAULTS.operation;
            warn(`${given} is not an input of this action, and does nothing; the nearest here is ${near.join(' or ')}${downloads ? '. This step downloads: operation: delete is not set' : ''}`);
        }
    }
}
/** Whether one of ours was given too. The default of the token is not known, so that it counts only with the same value. */
function isPassedOn(name, value, env) {
    const ours = textOf(name, env);
    return ours === value || (name !== 'github-token' && ours !== defaultOf(name, env));
}
/** What is deleted where one of these came to nothing. */
const DELETES_MORE = {
    'dry-run': 'this step deletes',
    'gone-branches': 'branches that are there are meant too'
};
/**
 * The runner fills in the default only where the key is absent: what is there and empty was to be something. Never
 * advised is `|| 'true'`: it makes true of a false too.
 */
function checkEmpty({ operation }, env, warn) {
    if (operation !== 'delete')
        return;
    for (const [name, what] of Object.entries(DELETES_MORE)) {
        if (env[`INPUT_${name.toUpperCase()}`]?.trim() !== '')
            continue;
        warn(`${name} is empty, as if it were not given: ${what}. An expression in it came to nothing; where that is meant (by a schedule, say), write \${{ … || 'false' }}`);
    }
}
/** `~` and `~/…` are the home folder, as in actions/download-artifact; a relative path starts at the working directory. */
function absolutePath(text) {
    return external_node_path_.resolve(text.replace(/^~(?=$|[/\\])/, (0,external_node_os_.homedir)()));
}

// EXTERNAL MODULE: ./lib/install/target.js + 10 modules
var target = __nccwpck_require__(3938);
;// CONCATENATED MODULE: ./lib/run.js






/**
 * By POSIX shells: 128 and the signal's number. On Windows the runner sends Ctrl+C, which Node calls SIGINT, then
 * Ctrl+Break, which it calls SIGBREAK; https://github.com/actions/runner/blob/main/src/Runner.Sdk/ProcessInvoker.cs
 */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGBREAK: 143 };
/** How long the event loop may stay open after the last line, in ms (an idle connection, a forgotten timer). */
const GRACE = 1000;
/** How long an operation has to stop once a signal came, in ms, before its temporaries are removed anyway. */
const STOP_GRACE = 1000;
/**
 * The step as a process: what `run` leaves to it are the ways out. A signal, a fault nobody caught and an exit before
 * the end all leave no partial file and no temporary, and none of them is a green step.
 */
async function runProcess() {
    const controller = new AbortController();
    let ended = false;
    const leave = (code) => {
        ended = true;
        for (const problem of (0,target/* abandonAll */.tk)())
            (0,command/* issueCommand */.L)('warning', {}, problem);
        process.exit(code);
    };
    process.once('exit', () => {
        (0,thread_gate/* shutAllGates */.AQ)();
        if (ended)
            return;
        // Nothing keeps the process alive and the operation has not ended: its promise will never settle.
        fail(new action_error/* ActionError */.lZ('internal', 'The step ended before its work was done'));
        (0,target/* abandonAll */.tk)();
    });
    process.once('uncaughtException', error => {
        fail((0,action_error/* asActionError */.z6)(error));
        leave(1);
    });
    const operation = run({ signal: controller.signal });
    for (const signal of Object.keys(EXIT_CODES)) {
        process.once(signal, () => {
            const reason = new action_error/* ActionError */.lZ('interrupted', `The step was stopped by ${signal}`);
            controller.abort(reason);
            setTimeout(() => {
                fail(reason);
                leave(EXIT_CODES[signal]);
            }, STOP_GRACE).unref();
            void operation.finally(() => leave(EXIT_CODES[signal]));
        });
    }
    await operation;
    ended = true;
    setTimeout(() => process.exit(), GRACE).unref();
}
const MAX_STACK_LINES = 30;
/** One step, from its inputs to its outputs and summary. The one place that catches everything. */
async function run(options = {}) {
    const { env = process.env } = options;
    try {
        const warned = [];
        const inputs = readInputs(env, text => {
            warned.push(text);
            (0,command/* issueCommand */.L)('warning', {}, text);
        });
        (0,command/* issueCommand */.L)('add-mask', {}, inputs.token);
        // @actions/github looks for a proxy as it is loaded, and throws at what is none.
        const { passwordsOf, proxyFor } = await __nccwpck_require__.e(/* import() */ 768).then(__nccwpck_require__.bind(__nccwpck_require__, 768));
        // Nothing here tells it; should a library, the runner hides it.
        for (const password of passwordsOf(proxyFor(inputs.apiUrl)))
            (0,command/* issueCommand */.L)('add-mask', {}, password);
        // Loaded only once the inputs are known to be right: a step that fails on one fails fast.
        const { runStep } = await Promise.all(/* import() */[__nccwpck_require__.e(102), __nccwpck_require__.e(839)]).then(__nccwpck_require__.bind(__nccwpck_require__, 5839));
        const failure = await runStep(inputs, env, { ...options, warned });
        if (failure)
            fail(failure);
    }
    catch (error) {
        fail((0,action_error/* asActionError */.z6)(error));
    }
}
/** The one error of a step, and its exit code. core.setFailed knows no title. */
function fail(failure) {
    (0,command/* issueCommand */.L)('error', { title: failure.title }, `${failure.explanation}\n\nMore: ${failure.page}`);
    process.exitCode = 1;
    for (let error = failure; error instanceof Error; error = error.cause) {
        (0,command/* issueCommand */.L)('debug', {}, stackOf(error));
    }
}
/** Where an error comes from, for the debug log. A cause's message may be what a server said, however long. */
function stackOf({ stack = '' }) {
    return stack
        .split('\n', MAX_STACK_LINES)
        .map(line => (0,printable/* printable */.g)(line))
        .join('\n');
}


/***/ }),

/***/ 3863:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   CD: () => (/* binding */ unfinishedRuns),
/* harmony export */   Dj: () => (/* binding */ uploadedAfter),
/* harmony export */   Jg: () => (/* binding */ GROUPINGS),
/* harmony export */   RR: () => (/* binding */ keepRules),
/* harmony export */   hv: () => (/* binding */ groupName),
/* harmony export */   rw: () => (/* binding */ liveBranches),
/* harmony export */   v1: () => (/* binding */ sparedByAny)
/* harmony export */ });
/* harmony import */ var _github_artifact_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(6685);
/* harmony import */ var _run_query_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(9809);


const GROUPINGS = ['name', 'branch', 'name-and-branch', 'workflow', 'all'];
/**
 * The keep rules, counting among the artifacts that are given, in whatever order. Those of another head repository form
 * groups of their own, one for each: a fork's upload takes no place of the repository's.
 */
function keepRules({ keepLatest = 0, keepSize, groupBy }, workflowOf = () => undefined) {
    return counted => {
        const rules = new Map();
        for (const group of groupsOf(counted, groupBy, workflowOf)) {
            let sum = 0;
            for (const [index, { id, size_in_bytes: size }] of group.entries()) {
                sum += size;
                if (index < keepLatest)
                    rules.set(id, 'keep-latest');
                else if (keepSize !== undefined && sum <= keepSize)
                    rules.set(id, 'keep-size');
                else
                    break;
            }
        }
        return ({ id }) => rules.get(id);
    };
}
/** Spares all but what this repository's own runs made on a branch that is neither a branch nor a tag now. */
function liveBranches(refs) {
    return () => artifact => {
        if ((0,_run_query_js__WEBPACK_IMPORTED_MODULE_0__/* .isForeign */ .jq)(artifact))
            return 'gone-branches (of another repository, or not known)';
        const branch = artifact.workflow_run?.head_branch;
        return !branch || refs.has(branch) ? 'gone-branches (branch or tag exists, or is not known)' : undefined;
    };
}
/** Spares what runs that are not completed have made so far; while there are any, what may be theirs too. */
function unfinishedRuns(runs) {
    return () => ({ workflow_run: run }) => {
        if (runs.size === 0)
            return undefined;
        if (run?.id == null)
            return 'a run that is not known while some are not completed';
        return runs.has(run.id) ? 'a run that is not completed' : undefined;
    };
}
/** Spares what has a higher id: it is not known to have been there before the runs were asked for. */
function uploadedAfter(newest) {
    return () => ({ id }) => id > newest ? 'an upload meanwhile' : undefined;
}
/** The first rule of all that spares. */
function sparedByAny(sparings) {
    return counted => {
        const rules = sparings.map(sparing => sparing(counted));
        return artifact => {
            for (const rule of rules) {
                const name = rule(artifact);
                if (name !== undefined)
                    return name;
            }
            return undefined;
        };
    };
}
/** The group of an artifact as a reader knows it: `dist on main`. Not yet printable. */
function groupName(artifact, groupBy, workflowOf = () => undefined) {
    const branch = artifact.workflow_run?.head_branch ?? 'no branch';
    const workflow = workflowOf(artifact);
    const name = {
        name: artifact.name,
        branch,
        'name-and-branch': `${artifact.name} on ${branch}`,
        workflow: workflow === undefined ? 'workflow not known' : `workflow ${workflow}`,
        all: 'all'
    }[groupBy];
    return (0,_run_query_js__WEBPACK_IMPORTED_MODULE_0__/* .isForeign */ .jq)(artifact) ? `${name} (fork)` : name;
}
/** Each group newest first. */
function groupsOf(artifacts, groupBy, workflowOf) {
    const groups = new Map();
    for (const artifact of artifacts.toSorted(_github_artifact_js__WEBPACK_IMPORTED_MODULE_1__/* .newestFirst */ .ll)) {
        const key = groupKey(artifact, groupBy, workflowOf);
        const group = groups.get(key);
        if (group)
            group.push(artifact);
        else
            groups.set(key, [artifact]);
    }
    return groups.values();
}
function groupKey(artifact, groupBy, workflowOf) {
    const run = artifact.workflow_run;
    const foreign = (0,_run_query_js__WEBPACK_IMPORTED_MODULE_0__/* .isForeign */ .jq)(artifact) ? (run?.head_repository_id ?? 'unknown') : 'own';
    const parts = {
        name: () => [artifact.name],
        branch: () => [run?.head_branch],
        'name-and-branch': () => [artifact.name, run?.head_branch],
        workflow: () => [workflowOf(artifact)],
        all: () => []
    }[groupBy]();
    // As JSON no name can be made to look like another group.
    return JSON.stringify([foreign, ...parts]);
}


/***/ }),

/***/ 9809:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  L8: () => (/* binding */ ANY_RUN),
  ps: () => (/* binding */ branchTitle),
  Qp: () => (/* binding */ describeQuery),
  Nn: () => (/* binding */ fitsEmbedded),
  c2: () => (/* binding */ fitsRun),
  jq: () => (/* binding */ isForeign),
  ZT: () => (/* binding */ needsRun)
});

;// CONCATENATED MODULE: ./lib/github/run.js
/** Whether a run is of a workflow that goes by its id, its path or the name of its file. */
function isOfWorkflow(run, workflow) {
    if (/^\d+$/.test(workflow))
        return String(run.workflow_id) === workflow;
    const path = run.path?.replace(/@.*$/, '') ?? '';
    return path === workflow || (!workflow.includes('/') && path.split('/').at(-1) === workflow);
}

;// CONCATENATED MODULE: ./lib/selection/run-query.js

/** Any run at all. */
const ANY_RUN = {
    workflow: undefined,
    branch: undefined,
    commit: undefined,
    pullRequest: undefined,
    event: undefined,
    conclusion: 'any',
    allowForks: false
};
/**
 * Whether what an artifact says of its run fits. What it does not say fits nothing that is asked for.
 *
 * @param head of the query's pull request
 */
function fitsEmbedded(run, { branch, commit }, head) {
    // The API's description knows no null in here; other servers do.
    const { head_branch, head_sha, head_repository_id } = run ?? {};
    if (branch !== undefined && !(head_branch && branch.matches(head_branch)))
        return false;
    if (commit !== undefined && !head_sha?.toLowerCase().startsWith(commit))
        return false;
    if (head === undefined)
        return true;
    if (head_branch !== head.branch || (head_repository_id ?? undefined) !== head.repositoryId)
        return false;
    return head.repositoryId !== undefined || (head.sha !== undefined && head_sha?.toLowerCase() === head.sha);
}
/** Whether only the run itself can tell, which is a request more. */
function needsRun({ workflow, event, conclusion }) {
    return workflow !== undefined || event !== undefined || conclusion !== 'any';
}
/** Whether a run fits in what an artifact does not say of it. */
function fitsRun(run, { workflow, event, conclusion }) {
    return ((workflow === undefined || isOfWorkflow(run, workflow)) &&
        (event === undefined || run.event === event) &&
        (conclusion === 'any' || run.conclusion === conclusion));
}
/**
 * Whether an artifact was made from another repository's commit (a pull request from a fork), so that a stranger may
 * have chosen what is in it. Where the head repository is not known, it counts as another.
 */
function isForeign({ workflow_run: run }) {
    return run?.head_repository_id == null || run.head_repository_id !== run.repository_id;
}
/** The branch for a person: that of a fork is told from the own one of the same name. Not yet printable. */
function branchTitle({ workflow_run: run }) {
    const branch = run?.head_branch ?? '';
    // Where a server does not say whose it is, nobody is called a fork.
    const isFork = run?.head_repository_id != null && isForeign({ workflow_run: run });
    return isFork ? `${branch} (fork)`.trim() : branch;
}
/** As it reads in a message: `branch main, workflow ci.yml, conclusion success`. Not yet printable. */
function describeQuery(query) {
    return [
        query.workflow !== undefined && `workflow ${query.workflow}`,
        query.branch && `branch ${quotedWhereMore(query.branch.lines)}`,
        query.commit !== undefined && `commit ${query.commit}`,
        query.pullRequest !== undefined && `pull request ${query.pullRequest}`,
        query.event !== undefined && `event ${query.event}`,
        query.conclusion !== 'any' && `conclusion ${query.conclusion}`
    ]
        .filter(Boolean)
        .join(', ');
}
function quotedWhereMore(lines) {
    return lines.length > 1 ? lines.map(line => `"${line}"`).join(', ') : (lines[0] ?? '');
}


/***/ }),

/***/ 5566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ isInShard),
/* harmony export */   u: () => (/* binding */ parseShard)
/* harmony export */ });
/** A shard of `i/n`, 1 ≤ i ≤ n; undefined for anything else. */
function parseShard(text) {
    const [, index, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text)?.map(Number) ?? [];
    if (index === undefined || count === undefined || index > count || !Number.isSafeInteger(count))
        return undefined;
    return { index, count };
}
/** Whether an artifact is this job's: its id mod n is i − 1, so it stays so whatever else comes and goes. */
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

/** `{a,b}` multiplies: a pattern that becomes more than this is refused, not expanded. */
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
/** A pattern that cannot be used; the message says why. */
class GlobError extends Error {
}
/**
 * Matching as minimatch does it with `dot`, `noext`, `nocomment` and `nonegate`: `*` and `?` stop at `/`, `**` as a
 * whole segment crosses it, `{a,b}` and `[x]` as in a shell, `\` takes a character as it is. Own code because
 * minimatch (and every matcher that compiles to a regular expression) needs exponential time for `*a*a*a*a*b`;
 * this one goes back to the last star only, so it needs at most pattern length × text length steps.
 *
 * @throws GlobError when the pattern is too long or its braces have too many alternatives
 */
function compileGlob(pattern) {
    if (pattern.length > MAX_LENGTH)
        throw new GlobError(`longer than ${MAX_LENGTH} characters`);
    const alternatives = expand(pattern, { max: MAX_ALTERNATIVES + 1 });
    if (alternatives.length > MAX_ALTERNATIVES) {
        throw new GlobError(`its braces have more than ${MAX_ALTERNATIVES} alternatives`);
    }
    const compiled = alternatives.map(alternative => parsePath(alternative));
    return text => {
        const segments = text.split('/').map(segment => Array.from(segment));
        return compiled.some(glob => matchWithStars(glob, segments, '**', matchSegment));
    };
}
/** Whether braces make more of a pattern than it says: `{a,b}` and `{1..9}` do, `{a}` does not. */
function hasAlternatives(pattern) {
    const [first, ...more] = expand(pattern, { max: 2 });
    return more.length > 0 || first !== pattern;
}
/**
 * A list of globs, in order: the last line that matches decides, and a leading `!` takes away. A list that begins with
 * `!` starts from all.
 *
 * @throws GlobError as compileGlob does, its message naming the line
 */
function compileGlobs(lines) {
    const rules = lines.map(line => {
        const takesAway = line.startsWith('!');
        try {
            return { keeps: !takesAway, matches: compileGlob(takesAway ? line.slice(1) : line) };
        }
        catch (error) {
            throw error instanceof GlobError ? new GlobError(`${line.slice(0, 100)}: ${error.message}`) : error;
        }
    });
    const startsFromAll = rules[0]?.keeps === false;
    const matches = (text) => rules.reduce((kept, rule) => (kept !== rule.keeps && rule.matches(text) ? rule.keeps : kept), startsFromAll);
    return Object.assign(matches, { lines });
}
function parsePath(glob) {
    const segments = glob.split(/\/+/).map(parseSegment);
    // As in minimatch, `a/**` is what lies in `a`, not `a` itself: the last `**` wants a segment.
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
/** The class that opens at `start`, and the index of its `]`; undefined when nothing closes it. */
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
    // A star that stands alone wants a character, as in minimatch: `a/*` is not `a/`.
    if (segment.length === 1 && segment[0] === '*')
        return text.length > 0;
    return matchWithStars(segment, text, '*', (token, character) => token !== '*' && token(character));
}
/** Greedy matching with a single point to go back to: the last star takes one more item each time. */
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
/* harmony export */   S: () => (/* binding */ likelyMeant),
/* harmony export */   q: () => (/* binding */ similarNames)
/* harmony export */ });
/* harmony import */ var fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(1916);

/** Up to `count` of the distinct `names` that look most like `wanted` (edit distance without case), nearest first. */
function similarNames(wanted, names, count = 3) {
    const target = wanted.toLowerCase();
    return [...new Set(names)]
        .map(name => ({ name, score: (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(target, name.toLowerCase()) }))
        .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
        .slice(0, count)
        .map(({ name }) => name);
}
/** Up to so many letters a slip is one letter too many, too few or wrong; past it, two. */
const SHORT = 5;
/**
 * The one of `names` that `given` most likely was to be: alike but for `-`, `_` and spaces, or a slip of the fingers
 * away. Undefined when none is so near.
 */
function likelyMeant(given, names) {
    const letters = (name) => name.toLowerCase().replace(/[-_ ]/g, '');
    const sorted = (name) => letters(name).split('').sort().join('');
    const slips = (name) => {
        if (sorted(name) === sorted(given))
            return 0;
        return (0,fastest_levenshtein__WEBPACK_IMPORTED_MODULE_0__/* .distance */ .Io)(letters(given), letters(name)) - (letters(name).length > SHORT ? 1 : 0);
    };
    const [first] = names.map(name => ({ name, slips: slips(name) })).sort((a, b) => a.slips - b.slips);
    return first !== undefined && first.slips <= 1 ? first.name : undefined;
}


/***/ }),

/***/ 4795:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ LONGEST_TIMER),
/* harmony export */   m: () => (/* binding */ systemClock)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(8500);

/** The longest that a timer of Node can be set to, in ms; one that is set to more fires at once. */
const LONGEST_TIMER = 2 ** 31 - 1;
const systemClock = {
    // The wall clock may be set back while a limit is waited for.
    now: () => performance.timeOrigin + performance.now(),
    sleep: async (milliseconds, signal) => {
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(Math.min(LONGEST_TIMER, Math.ceil(milliseconds)), undefined, signal ? { signal } : {});
    }
};


/***/ }),

/***/ 9635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ issueCommand),
/* harmony export */   s: () => (/* binding */ issue)
/* harmony export */ });
/* harmony import */ var os__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(857);
/* harmony import */ var _utils_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4679);


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + os__WEBPACK_IMPORTED_MODULE_0__.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return (0,_utils_js__WEBPACK_IMPORTED_MODULE_1__/* .toCommandValue */ .E)(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return (0,_utils_js__WEBPACK_IMPORTED_MODULE_1__/* .toCommandValue */ .E)(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map

/***/ }),

/***/ 4679:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ toCommandValue),
/* harmony export */   k: () => (/* binding */ toCommandProperties)
/* harmony export */ });
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map

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
