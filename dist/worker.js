import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:worker_threads"
const external_node_worker_threads_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");
;// CONCATENATED MODULE: ./lib/messages/error-codes.js
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

;// CONCATENATED MODULE: ./lib/errors/action-error.js


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
        return `${ERRORS[this.code].title} (${this.code})`;
    }
    /** What failed and why, then what to do about it. */
    get explanation() {
        return `${this.message}\n\n${this.hint || ERRORS[this.code].advice}`;
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
    return new ActionError('internal', `Unexpected: ${printable(messageOf(thrown))}`, {
        hint: 'This is a fault of the action. Please report it, with the log of a run with debug logging.',
        cause: thrown
    });
}

;// CONCATENATED MODULE: ./lib/errors/archive-error.js

/** An archive that is not taken. `entry` is the entry's path as printed, where one entry is to blame. */
class archive_error_ArchiveError extends ActionError {
    name = 'ArchiveError';
    refusal;
    entry;
    /** The message without the entry. */
    reason;
    constructor(refusal, reason, details = {}) {
        super('archive-refused', details.entry === undefined ? reason : `entry "${details.entry}": ${reason}`, details);
        this.refusal = refusal;
        this.reason = reason;
        this.entry = details.entry;
    }
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:stream"
const external_node_stream_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");
;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./lib/memory/shared-ring-buffer.js
/** How long a reader sleeps before it says that it still waits, in ms. */
const LONGEST_NAP = 1000;
/**
 * A window on a stream of bytes that is written out of order by connections and read in order by threads: a ring in
 * shared memory, so that nothing is copied or allocated on the way from the socket to hash and inflate. It moves on as
 * its slowest consumer does; what does not fit waits, and that is the back-pressure.
 */
class SharedRingBuffer {
    memory;
    #bytes;
    #received;
    #released = new Map();
    #listeners = new Set();
    #low = 0;
    /**
     * @param capacity in bytes
     * @param bytes of a window that nobody reads or writes any more
     */
    constructor(capacity, bytes = new SharedArrayBuffer(capacity)) {
        const received = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
        this.memory = { bytes, received };
        this.#bytes = new Uint8Array(bytes);
        this.#received = new BigInt64Array(received);
    }
    /** Up to where the stream has come without a gap. */
    get received() {
        return Number(this.#received[0]);
    }
    /** Up to where every consumer is done. */
    get released() {
        return this.#low;
    }
    /** Whether all before `end` fits beside what is still needed. */
    hasRoomTo(end) {
        return end <= this.#low + this.#bytes.length;
    }
    /** Where the bytes from `position` on belong, up to where the ring begins anew; the caller has asked `hasRoomTo`. */
    roomAt(position) {
        return this.#bytes.subarray(position % this.#bytes.length);
    }
    /** Puts bytes where they belong; the caller has asked `hasRoomTo`. A view of what `roomAt` gave is there already. */
    write(position, chunk) {
        if (chunk.buffer === this.memory.bytes)
            return;
        const at = position % this.#bytes.length;
        const first = Math.min(chunk.length, this.#bytes.length - at);
        this.#bytes.set(first === chunk.length ? chunk : chunk.subarray(0, first), at);
        if (first < chunk.length)
            this.#bytes.set(chunk.subarray(first), 0);
    }
    /** Bytes that have come and are not released yet: themselves, not a copy. In two pieces where the ring begins anew. */
    pieces(position, length) {
        return piecesOf(this.memory.bytes, position, length);
    }
    /** Shows the readers all before `position`. */
    advance(position) {
        if (position <= this.received)
            return;
        Atomics.store(this.#received, 0, BigInt(position));
        Atomics.notify(this.#received, 0);
        this.#changed();
    }
    /**
     * A consumer that has released nothing yet: the window does not move past byte 0 without it. All are there before the
     * first one releases anything, or bytes that a later one needs would be overwritten.
     */
    consumer() {
        if (this.#low > 0)
            throw new RangeError('the window has moved on: this consumer would miss its beginning');
        const consumer = {
            release: upTo => {
                if (upTo <= (this.#released.get(consumer) ?? 0))
                    return;
                this.#released.set(consumer, upTo);
                const low = Math.min(...this.#released.values());
                if (low === this.#low)
                    return;
                this.#low = low;
                this.#changed();
            }
        };
        this.#released.set(consumer, 0);
        return consumer;
    }
    /** Calls `listener` whenever bytes have come or room has. Answers with how to stop that. */
    onChange(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }
    #changed() {
        for (const listener of this.#listeners)
            listener();
    }
}
/** The reading side of a window, for another thread: it sleeps until what it wants has come. */
class WindowReader {
    #bytes;
    #received;
    #onWait;
    /** @param onWait called now and then while it sleeps: it is alive */
    constructor({ bytes, received }, onWait = () => { }) {
        this.#bytes = bytes;
        this.#received = new BigInt64Array(received);
        this.#onWait = onWait;
    }
    /** Up to where the stream has come without a gap. */
    get received() {
        return Number(Atomics.load(this.#received, 0));
    }
    /**
     * The bytes themselves, not a copy: they stand until the caller's consumer releases them. In two pieces where the ring
     * begins anew.
     */
    pieces(position, length) {
        this.#await(position + length);
        return piecesOf(this.#bytes, position, length);
    }
    /** The bytes as one buffer, which is a copy where the ring begins anew. */
    read(position, length) {
        const [first, ...rest] = this.pieces(position, length);
        return rest.length === 0 ? first : Buffer.concat([first, ...rest]);
    }
    #await(end) {
        for (;;) {
            const received = Atomics.load(this.#received, 0);
            if (received >= end)
                return;
            if (Atomics.wait(this.#received, 0, received, LONGEST_NAP) === 'timed-out')
                this.#onWait();
        }
    }
}
function piecesOf(ring, position, length) {
    const at = position % ring.byteLength;
    const first = Math.min(length, ring.byteLength - at);
    const pieces = [Buffer.from(ring, at, first)];
    if (first < length)
        pieces.push(Buffer.from(ring, 0, length - first));
    return pieces;
}

;// CONCATENATED MODULE: ./lib/archive/byte-range.js
function sliceOf(bytes) {
    return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

;// CONCATENATED MODULE: ./lib/memory/known-node.js
/** The newest major version of Node that was tried: what is not documented is left alone in a newer one. */
const NEWEST_KNOWN_NODE = 24;
function isKnownNode(version = process.versions.node) {
    return Number.parseInt(version, 10) <= NEWEST_KNOWN_NODE;
}

;// CONCATENATED MODULE: ./lib/archive/inflater.js


/** Bytes that come out at once. */
const OUTPUT = 2 << 20;
/** What inflates to no more than this comes whole, in bytes: with room for one more, which shows that there is more. */
const MOST_WHOLE = OUTPUT - 1;
/**
 * Raw inflate in the calling thread, a piece at a time, into two buffers that are used again. The public calls either want
 * the whole at once or go through the thread pool, and both make a buffer for each result: this takes a third less time
 * and leaves nothing to collect. It uses a private part of Node, so `create` tries it out first.
 */
class Inflater {
    /** Bytes of input taken since the last reset. */
    taken = 0;
    #engine;
    /** In turn: one is filled while the one before is written. */
    #outputs = [Buffer.allocUnsafeSlow(OUTPUT), Buffer.allocUnsafeSlow(OUTPUT)];
    #failure;
    constructor(engine) {
        this.#engine = engine;
        engine._handle.onerror = (_message, _errno, code) => {
            this.#failure = code;
        };
    }
    /** Undefined where this Node's zlib is not as it is known, or not known: then the public calls have to do. */
    static create(node = process.versions.node) {
        // Its code ends the process where a call has not the arguments that it expects: trying out does not do.
        if (!isKnownNode(node))
            return undefined;
        try {
            const inflater = new Inflater((0,external_node_zlib_namespaceObject.createInflateRaw)());
            return inflater.#works() ? inflater : undefined;
        }
        catch {
            return undefined;
        }
    }
    /** Forgets the data before; the next push begins another. */
    reset() {
        this.#engine._handle.reset();
        this.#failure = undefined;
        this.taken = 0;
    }
    /**
     * What whole data inflates to, in one go. It stands until the next is asked for.
     *
     * @param size how much that should be, `MOST_WHOLE` at the most; one byte more shows that it is not all
     * @throws as `push`
     */
    whole(input, size) {
        const { _handle: handle, _writeState: state } = this.#engine;
        const [output] = this.#outputs;
        this.reset();
        handle.writeSync(external_node_zlib_namespaceObject.constants.Z_FINISH, input, 0, input.length, output, 0, size + 1);
        const [roomLeft = 0, inputLeft = 0] = state;
        this.#check();
        return { content: output.subarray(0, size + 1 - roomLeft), taken: input.length - inputLeft };
    }
    /**
     * What a piece of input inflates to. Each buffer stands until the next but one is asked for, by another push too.
     *
     * @param isLast whether the data has to end with this piece
     * @param room how much may come out at once, in bytes
     * @throws an error whose `code` is zlib's own, `Z_BUF_ERROR` where data that should have ended has not
     */
    *push(input, isLast, room = OUTPUT) {
        const { _handle: handle, _writeState: state } = this.#engine;
        const flush = isLast ? external_node_zlib_namespaceObject.constants.Z_FINISH : external_node_zlib_namespaceObject.constants.Z_NO_FLUSH;
        for (let at = 0;;) {
            const [output] = this.#outputs;
            handle.writeSync(flush, input, at, input.length - at, output, 0, room);
            const [roomLeft = 0, inputLeft = 0] = state;
            this.taken += input.length - inputLeft - at;
            at = input.length - inputLeft;
            this.#check();
            if (roomLeft < room) {
                this.#outputs.reverse();
                yield output.subarray(0, room - roomLeft);
            }
            // Room left: all that there was is taken, or the data ended before the input.
            if (roomLeft > 0)
                return;
        }
    }
    #check() {
        if (this.#failure !== undefined)
            throw Object.assign(new Error('inflate'), { code: this.#failure });
    }
    #works() {
        this.reset();
        const pieces = [
            ...copied(this.push(DEFLATED.subarray(0, 10), false, 50)),
            ...copied(this.push(DEFLATED.subarray(10), true, 50))
        ];
        const isRight = this.taken === DEFLATED.length && Buffer.concat(pieces).toString() === TEXT;
        return (isRight &&
            this.#codeOf(DEFLATED.subarray(0, -3)) === 'Z_BUF_ERROR' &&
            this.#codeOf(NO_DEFLATE) === 'Z_DATA_ERROR');
    }
    #codeOf(input) {
        this.reset();
        try {
            for (const _ of this.push(input, true))
                ;
            return undefined;
        }
        catch (error) {
            return error.code;
        }
    }
}
/** Each thread tries its engine: of what a deflater made once, since making it takes longer than all else of the trial. */
const TEXT = 'to be sure, '.repeat(30);
const DEFLATED = Buffer.from('2bc957484a55282e2d4ad551281965d38c0d00', 'hex');
/** A block of a type that there is not (RFC 1951, 3.2.3). */
const NO_DEFLATE = Buffer.from([0x07, 0, 0, 0]);
function* copied(pieces) {
    for (const piece of pieces)
        yield Buffer.from(piece);
}

;// CONCATENATED MODULE: ./lib/messages/printable.js
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
function printable_printable(text, maxLength = MAX_LENGTH) {
    const characters = Array.from(text.length > maxLength * 2 ? text.slice(0, maxLength * 2) : text);
    const cut = characters.length > maxLength || text.length > maxLength * 2;
    return (cut ? `${characters.slice(0, maxLength).join('')}…` : text)
        .replace(UNSAFE, escaped)
        .replace(/^(\s*):(?=:)/, '$1\\:')
        .replaceAll('##[', '#\\#[');
}

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");
;// CONCATENATED MODULE: ./lib/archive/entry-name.js

/** The upper half of code page 437, the charset of names without the UTF-8 flag (APPNOTE D.1). */
const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** The text of valid UTF-8; undefined where bytes are overlong, surrogates or otherwise not valid. */
function entry_name_decodeUtf8(bytes) {
    // Most names are, and this way is four times as fast.
    if ((0,external_node_buffer_namespaceObject.isAscii)(bytes))
        return bytes.toString('latin1');
    try {
        return utf8.decode(bytes);
    }
    catch {
        return undefined;
    }
}
/** A name without the UTF-8 flag: as UTF-8 where it is valid (many writers forget the flag), else by code page 437. */
function entry_name_decodeUnflagged(bytes) {
    return (entry_name_decodeUtf8(bytes) ??
        Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join(''));
}

;// CONCATENATED MODULE: ./lib/archive/extra-fields.js


/** Why an extra field is not taken. */
class extra_fields_ExtraFieldError extends Error {
}
const ZIP64 = 0x0001;
const EXTENDED_TIMESTAMP = 0x5455;
const UNICODE_PATH = 0x7075;
const extra_fields_NO_EXTRA_FIELDS = { zip64: undefined, mtime: undefined, unicodePath: undefined };
/** Reads a list of (id, length, data). @throws ExtraFieldError when it overruns or a field comes twice that may not */
function extra_fields_parseExtraFields(extra) {
    const fields = { ...extra_fields_NO_EXTRA_FIELDS };
    for (let at = 0; at < extra.length;) {
        if (at + 4 > extra.length)
            throw new extra_fields_ExtraFieldError('its extra fields overrun');
        const id = extra.readUInt16LE(at);
        const end = at + 4 + extra.readUInt16LE(at + 2);
        if (end > extra.length)
            throw new extra_fields_ExtraFieldError('its extra fields overrun');
        const data = extra.subarray(at + 4, end);
        if (id === ZIP64) {
            if (fields.zip64 !== undefined)
                throw new extra_fields_ExtraFieldError('it has two zip64 fields');
            fields.zip64 = data;
        }
        else if (id === UNICODE_PATH) {
            if (fields.unicodePath !== undefined)
                throw new extra_fields_ExtraFieldError('it has two Unicode path fields');
            fields.unicodePath = data;
        }
        else if (id === EXTENDED_TIMESTAMP && data.length >= 5 && (data.readUInt8(0) & 1) === 1) {
            fields.mtime = data.readInt32LE(1);
        }
        at = end;
    }
    return fields;
}
/**
 * The name in a Unicode path field: undefined where the field is stale (its CRC-32 is of another header name) or of
 * another version, and so to be ignored (APPNOTE 4.6.9).
 *
 * @throws ExtraFieldError when it is valid for the header name and itself no valid UTF-8
 */
function extra_fields_unicodePathFor(headerName, field) {
    if (field === undefined || field.length < 5 || field.readUInt8(0) !== 1)
        return undefined;
    if (field.readUInt32LE(1) !== (0,external_node_zlib_namespaceObject.crc32)(headerName))
        return undefined;
    const name = entry_name_decodeUtf8(field.subarray(5));
    if (name === undefined)
        throw new extra_fields_ExtraFieldError('its Unicode path is no valid UTF-8');
    return name;
}
/**
 * Takes 64-bit values out of a zip64 field, in the order in which the header's own fields are full of ones.
 *
 * @throws ExtraFieldError when the field is missing, short or longer than those values
 */
function extra_fields_resolveZip64(field, values) {
    const resolved = {};
    let at = 0;
    for (const { key, value, isMarker, bytes } of values) {
        resolved[key] = value;
        if (!isMarker)
            continue;
        if (field === undefined)
            throw new extra_fields_ExtraFieldError('its zip64 field is missing');
        if (at + bytes > field.length)
            throw new extra_fields_ExtraFieldError('its zip64 field is too short');
        resolved[key] = bytes === 4 ? field.readUInt32LE(at) : safeUInt64(field, at);
        at += bytes;
    }
    if (field !== undefined && at !== field.length)
        throw new extra_fields_ExtraFieldError('its zip64 field disagrees with its header');
    return resolved;
}
/** A 64-bit number that JavaScript can hold. @throws ExtraFieldError beyond 2^53 */
function safeUInt64(buffer, at) {
    const value = buffer.readBigUInt64LE(at);
    if (value > Number.MAX_SAFE_INTEGER)
        throw new extra_fields_ExtraFieldError('a number in it is beyond 2^53');
    return Number(value);
}

;// CONCATENATED MODULE: ./lib/archive/central-header.js





/** APPNOTE 4.3.12 */
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_SIZE = 46;
/** What stands where the zip64 field has the value (APPNOTE 4.4.1.4). */
const MARKER = 0xffffffff;
const DISK_MARKER = 0xffff;
/** APPNOTE 4.4.4 */
const FLAG_DESCRIPTOR = 0x0008;
const FLAG_UTF8 = 0x0800;
const FLAGS_ENCRYPTED = (/* unused pure expression or super */ null && (0x0001 | 0x0040 | 0x2000));
const FLAG_PATCH = 0x0020;
const METHOD_NAMES = {
    1: 'shrink',
    6: 'implode',
    9: 'deflate64',
    12: 'bzip2',
    14: 'LZMA',
    93: 'Zstandard',
    95: 'XZ',
    99: 'AES'
};
/** The newest version of the format that is known here, times ten (APPNOTE 4.4.3). */
const MAX_VERSION = 63;
// Unix file types, in the high half of the external attributes.
const TYPE_MASK = 0o170000;
const TYPE_FILE = 0o100000;
const TYPE_FOLDER = 0o040000;
const TYPES = {
    [0o120000]: 'a symbolic link',
    [0o020000]: 'a character device',
    [0o060000]: 'a block device',
    [0o010000]: 'a FIFO',
    [0o140000]: 'a socket'
};
const ANY_EXECUTE = 0o111;
/** Most names; the same in every charset that they may be in. */
const ASCII = /^[\0-\x7f]*$/;
/** Deflate's own limit: 258 bytes in two bits, https://zlib.net/zlib_tech.html */
const MAX_RATIO = 1032;
const DOS_FOLDER = 0x10;
/** What is wrong with a header, before it is said which entry's. */
class Refusal extends Error {
    refusal;
    constructor(refusal, reason) {
        super(reason);
        this.refusal = refusal;
    }
}
/**
 * Reads one header of the central directory, all of which is in the slice.
 *
 * @param at where it begins
 * @throws ArchiveError naming the entry and the reason
 */
function parseCentralHeader(slice, at, platform) {
    try {
        return parse(slice, at, platform);
    }
    catch (error) {
        if (!(error instanceof Refusal || error instanceof ExtraFieldError))
            throw error;
        const entry = printable(decodeUnflagged(rawNameAt(slice, at)));
        throw new ArchiveError(error instanceof Refusal ? error.refusal : 'structure', error.message, { entry });
    }
}
function parse(slice, at, platform) {
    const { bytes, view } = slice;
    const nameStart = at + CENTRAL_SIZE;
    const nameEnd = nameStart + view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const unsupported = unsupportedFeature(view.getUint16(at + 6, true), flags, method);
    if (unsupported !== undefined)
        throw new Refusal('unsupported', unsupported);
    const fields = extraLength === 0 ? NO_EXTRA_FIELDS : parseExtraFields(bytes.subarray(nameEnd, nameEnd + extraLength));
    const sizes = sizesOf(view, at, fields.zip64);
    if (sizes.disk !== 0)
        throw new Refusal('unsupported', 'it is on another disk (multi-disk)');
    const rawName = bytes.toString('latin1', nameStart, nameEnd);
    const isPlain = ASCII.test(rawName) && fields.unicodePath === undefined;
    const name = isPlain ? rawName : nameOf(rawNameAt(slice, at), flags, fields.unicodePath);
    const isFolder = name.endsWith('/');
    const path = isFolder ? name.slice(0, -1) : name;
    const problem = pathProblem(name, path, platform);
    if (problem !== undefined)
        throw new Refusal(problem.refusal, problem.reason);
    const attributes = view.getUint32(at + 38, true);
    checkKind({ isFolder, attributes, unix: view.getUint8(at + 5) === 3 });
    if (isFolder && sizes.uncompressedSize !== 0)
        throw new Refusal('structure', 'it is a folder and carries data');
    checkSizes(method, sizes);
    return {
        path,
        kind: isFolder ? 'folder' : 'file',
        rawName,
        flags,
        method,
        crc32: view.getUint32(at + 16, true),
        compressedSize: sizes.compressedSize,
        uncompressedSize: sizes.uncompressedSize,
        mode: (attributes >>> 16) & ANY_EXECUTE ? 0o755 : 0o644,
        mtime: fields.mtime === undefined
            ? dosTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true))
            : fields.mtime * 1000,
        offset: sizes.offset,
        end: 0
    };
}
function rawNameAt({ bytes, view }, at) {
    const start = at + CENTRAL_SIZE;
    return bytes.subarray(start, start + view.getUint16(at + 28, true));
}
/** With what the zip64 field says in place of markers. */
function sizesOf(view, at, zip64) {
    const uncompressedSize = view.getUint32(at + 24, true);
    const compressedSize = view.getUint32(at + 20, true);
    const offset = view.getUint32(at + 42, true);
    const disk = view.getUint16(at + 34, true);
    const isPlain = uncompressedSize !== MARKER && compressedSize !== MARKER && offset !== MARKER && disk !== DISK_MARKER;
    // Most of the time, and the rest costs more than all else here.
    if (isPlain && zip64 === undefined)
        return { uncompressedSize, compressedSize, offset, disk };
    return resolveZip64(zip64, [
        { key: 'uncompressedSize', value: uncompressedSize, isMarker: uncompressedSize === MARKER, bytes: 8 },
        { key: 'compressedSize', value: compressedSize, isMarker: compressedSize === MARKER, bytes: 8 },
        { key: 'offset', value: offset, isMarker: offset === MARKER, bytes: 8 },
        { key: 'disk', value: disk, isMarker: disk === DISK_MARKER, bytes: 4 }
    ]);
}
function unsupportedFeature(version, flags, method) {
    if ((flags & FLAGS_ENCRYPTED) !== 0)
        return 'it is encrypted';
    if ((flags & FLAG_PATCH) !== 0)
        return 'it holds patch data';
    // The low byte: writers put the system they ran on into the high one.
    if ((version & 0xff) > MAX_VERSION)
        return `it needs version ${(version & 0xff) / 10} of the format`;
    if (method === 0 || method === 8)
        return undefined;
    const named = METHOD_NAMES[method];
    return `it is compressed by method ${method}${named === undefined ? '' : ` (${named})`}`;
}
/** Of bytes that are not ASCII alone, or with a Unicode path beside them. */
function nameOf(rawName, flags, unicodePath) {
    const flagged = (flags & FLAG_UTF8) !== 0;
    const name = flagged ? decodeUtf8(rawName) : decodeUnflagged(rawName);
    if (name === undefined)
        throw new Refusal('name', 'its name is no valid UTF-8');
    const unicode = unicodePathFor(rawName, unicodePath);
    if (unicode === undefined || unicode === name)
        return name;
    if (flagged)
        throw new Refusal('mismatch', 'it has two names: its Unicode path is another');
    return unicode;
}
function pathProblem(name, path, platform) {
    if (name === '/')
        return { refusal: 'path', reason: 'its path is absolute' };
    return checkEntryPath(path, platform);
}
function checkKind({ isFolder, attributes, unix }) {
    const type = (attributes >>> 16) & TYPE_MASK;
    if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER) {
        throw new Refusal('link', `it is ${TYPES[type] ?? 'neither a file nor a folder'}`);
    }
    const folderMode = type === TYPE_FOLDER || (!unix && type === 0 && (attributes & DOS_FOLDER) !== 0);
    if (folderMode && !isFolder)
        throw new Refusal('structure', 'it has the mode of a folder and the name of a file');
}
/** No room is made on the archive's word: a size that the data cannot have is refused before anything is read. */
function checkSizes(method, { compressedSize, uncompressedSize }) {
    if (method === 0 && compressedSize !== uncompressedSize) {
        throw new Refusal('size', 'it is stored, and its two sizes differ');
    }
    if (method !== 0 && uncompressedSize > (compressedSize + 1) * MAX_RATIO) {
        throw new Refusal('size', `${compressedSize} bytes cannot inflate to ${uncompressedSize}`);
    }
}
/**
 * MS-DOS time (APPNOTE 4.4.6) as milliseconds since the epoch. It has no time zone: read as UTC, which is what archiver
 * (and so upload-artifact) writes.
 */
function dosTime(time, date) {
    return Date.UTC(1980 + (date >>> 9), ((date >>> 5) & 0xf) - 1, date & 0x1f, time >>> 11, (time >>> 5) & 0x3f, (time & 0x1f) * 2);
}

;// CONCATENATED MODULE: ./lib/archive/local-header.js




/** APPNOTE 4.3.7 */
const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
/** A local header and a descriptor, each as long as can be. */
const MAX_OVERHEAD = LOCAL_SIZE + 2 * 0xffff + 24;
const ZIP64_MARKER = 0xffffffff;
/** APPNOTE 4.3.9.3 */
const DESCRIPTOR_SIGNATURE = 0x08074b50;
/** CRC-32 and two sizes, of 4 or (zip64) 8 bytes each, with the signature or without. */
const DESCRIPTOR_SIZES = [12, 16, 20, 24];
/** The error for an entry that has passed the directory's own checks. */
function refuseEntry(refusal, reason, { path }) {
    return new archive_error_ArchiveError(refusal, reason, { entry: printable_printable(path) });
}
/**
 * Holds a local header against the central directory.
 *
 * @param slice what follows the header may be missing; of a header that reaches past the entry, its end too
 * @param at where the header begins
 * @returns how long it is, in bytes: the entry's data comes next
 * @throws ArchiveError where the two disagree, or where data and descriptor do not fill the entry's bytes exactly
 */
function checkLocalHeader({ bytes, view }, at, entry) {
    if (view.getUint32(at, true) !== LOCAL_SIGNATURE) {
        throw refuseEntry('structure', 'no local header is where the directory says', entry);
    }
    const nameLength = view.getUint16(at + 26, true);
    const length = LOCAL_SIZE + nameLength + view.getUint16(at + 28, true);
    const rest = entry.end - entry.offset - length - entry.compressedSize;
    if (rest < 0)
        throw refuseEntry('overlap', 'it reaches into what comes after it', entry);
    const hasDescriptor = (entry.flags & FLAG_DESCRIPTOR) !== 0;
    if (hasDescriptor ? !DESCRIPTOR_SIZES.includes(rest) : rest !== 0) {
        throw refuseEntry('structure', `${rest} bytes follow its data that are ${hasDescriptor ? 'no descriptor' : 'of no entry'}`, entry);
    }
    const nameEnd = at + LOCAL_SIZE + nameLength;
    if (bytes.toString('latin1', at + LOCAL_SIZE, nameEnd) !== entry.rawName)
        throw refuseEntry('mismatch', 'its local header has another name', entry);
    if (view.getUint16(at + 6, true) !== entry.flags)
        throw refuseEntry('mismatch', 'its local header has other flags', entry);
    if (view.getUint16(at + 8, true) !== entry.method)
        throw refuseEntry('mismatch', 'its local header has another method', entry);
    hold('CRC-32', view.getUint32(at + 14, true), entry.crc32, entry);
    const compressed = view.getUint32(at + 18, true);
    const uncompressed = view.getUint32(at + 22, true);
    const hasExtra = nameEnd < at + length;
    if (hasExtra || compressed === ZIP64_MARKER || uncompressed === ZIP64_MARKER) {
        const fields = {
            rawName: bytes.subarray(at + LOCAL_SIZE, nameEnd),
            extra: bytes.subarray(nameEnd, at + length)
        };
        checkExtra(fields, compressed === ZIP64_MARKER || uncompressed === ZIP64_MARKER, entry);
    }
    if (uncompressed !== ZIP64_MARKER)
        hold('uncompressed size', uncompressed, entry.uncompressedSize, entry);
    if (compressed !== ZIP64_MARKER)
        hold('compressed size', compressed, entry.compressedSize, entry);
    return length;
}
/** Where a descriptor follows, a header written before the data has zeros. */
function hold(what, local, central, entry) {
    if (local === central || (local === 0 && (entry.flags & FLAG_DESCRIPTOR) !== 0))
        return;
    throw refuseEntry('mismatch', `its local header has another ${what}`, entry);
}
/** @param needsZip64 whether the header leaves a size to its zip64 field */
function checkExtra({ rawName, extra }, needsZip64, entry) {
    try {
        const { zip64, unicodePath } = extra_fields_parseExtraFields(extra);
        const unicode = extra_fields_unicodePathFor(rawName, unicodePath);
        if (unicode !== undefined && unicode.replace(/\/$/, '') !== entry.path) {
            throw refuseEntry('mismatch', 'its local header has another Unicode path', entry);
        }
        if (zip64 === undefined) {
            if (needsZip64)
                throw new extra_fields_ExtraFieldError('its zip64 field is missing');
            return;
        }
        // APPNOTE 4.5.3: in a local header the field holds both sizes, in this order.
        if (zip64.length !== 16)
            throw new extra_fields_ExtraFieldError('its zip64 field does not hold both sizes');
        hold('uncompressed size', safeUInt64(zip64, 0), entry.uncompressedSize, entry);
        hold('compressed size', safeUInt64(zip64, 8), entry.compressedSize, entry);
    }
    catch (error) {
        throw error instanceof extra_fields_ExtraFieldError
            ? refuseEntry('structure', `in its local header, ${error.message}`, entry)
            : error;
    }
}
/**
 * Holds a descriptor against the central directory.
 *
 * @param at where it begins
 * @param length 0 where there is none, or one of `DESCRIPTOR_SIZES`
 */
function checkDescriptor({ view }, at, length, entry) {
    if (length === 0)
        return;
    const isSigned = length % 8 === 0;
    if (isSigned && view.getUint32(at, true) !== DESCRIPTOR_SIGNATURE) {
        throw refuseEntry('structure', 'its descriptor has no signature', entry);
    }
    const crcAt = isSigned ? at + 4 : at;
    const isWide = length >= 20;
    const agrees = view.getUint32(crcAt, true) === entry.crc32 &&
        (isWide
            ? view.getBigUint64(crcAt + 4, true) === BigInt(entry.compressedSize) &&
                view.getBigUint64(crcAt + 12, true) === BigInt(entry.uncompressedSize)
            : view.getUint32(crcAt + 4, true) === entry.compressedSize &&
                view.getUint32(crcAt + 8, true) === entry.uncompressedSize);
    if (!agrees)
        throw refuseEntry('mismatch', 'its descriptor disagrees with the directory', entry);
}

;// CONCATENATED MODULE: ./lib/archive/thread-gate.js
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

;// CONCATENATED MODULE: ./lib/archive/unpack.js










/** Where the bytes begin that a job is about. */
function startOf(job) {
    return job.kind === 'run' ? (job.entries[0]?.offset ?? 0) : job.entry.offset;
}
/** Up to where bytes have to have come before a job is given out: a large file's worker waits for the rest itself. */
function wantedBy(job) {
    return job.kind === 'run' ? (job.entries.at(-1)?.end ?? 0) : job.entry.offset;
}
/** Memory that is used again: buffers of a MiB each would gather outside of V8's heap before it collects them. */
class Scratch {
    #buffer = Buffer.alloc(0);
    /** It stands until the next is asked for. */
    take(length) {
        if (this.#buffer.length < length)
            this.#buffer = Buffer.allocUnsafeSlow(length);
        return this.#buffer.subarray(0, length);
    }
}
const writeAsync = (0,external_node_util_namespaceObject.promisify)(external_node_fs_namespaceObject.write);
/** How often a job says that it goes on, in ms: a slow disk may take a second for a few files. */
const WORD = 1000;
/** How much of a large file is taken at once where so much has come, in bytes: a quarter of that takes a twentieth longer. */
const CHUNK = 4 << 20;
/** How much of it is waited for, read from a file, or given by the public calls of zlib at once, in bytes. */
const LEAST_CHUNK = 1 << 20;
let tried;
/** Makes ready what the first job would wait for. @returns undefined where only the public calls of zlib will do */
function prepare(gate) {
    tried ??= { inflater: behind(gate, () => Inflater.create()) };
    return tried.inflater;
}
function inflaterFor({ publicZlib = false, gate }) {
    return publicZlib ? undefined : prepare(gate);
}
/** Does one job and returns how many files and bytes it wrote. */
async function unpack(job, context) {
    switch (job.kind) {
        case 'run':
            return unpackRun(job, context);
        case 'large': {
            const { entry } = job;
            const start = findData(entry, context);
            const end = start + entry.compressedSize;
            await writeLarge(entry, context, { start, end });
            checkDescriptor(sliceOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry);
            return { files: entry.kind === 'folder' ? 0 : 1, bytes: entry.uncompressedSize };
        }
        case 'skip': {
            const { entry } = job;
            const end = findData(entry, context) + entry.compressedSize;
            // What passes by may be more than a window holds.
            context.onProgress?.(end);
            checkDescriptor(sliceOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry);
            return { files: 0, bytes: 0 };
        }
    }
}
function unpackRun({ entries, picked }, context) {
    const start = entries[0]?.offset ?? 0;
    const run = sliceOf(readAt(context, start, (entries.at(-1)?.end ?? start) - start));
    const written = { files: 0, bytes: 0 };
    let heardAt = performance.now();
    for (const [index, entry] of entries.entries()) {
        const at = entry.offset - start;
        const dataStart = at + checkLocalHeader(run, at, entry);
        const dataEnd = dataStart + entry.compressedSize;
        checkDescriptor(run, dataEnd, entry.end - start - dataEnd, entry);
        if (performance.now() - heardAt > WORD) {
            context.onProgress?.();
            heardAt = performance.now();
        }
        if (!picked[index])
            continue;
        const content = contentOf(entry, context, run.bytes.subarray(dataStart, dataEnd));
        if (entry.kind === 'folder')
            continue;
        const file = new NewFile(entry, context);
        try {
            file.write(content);
            file.finish();
        }
        finally {
            file.close();
        }
        written.files++;
        written.bytes += entry.uncompressedSize;
    }
    return written;
}
/**
 * All that an entry of a run holds, inflated.
 *
 * @returns bytes that stand until the next entry's are asked for
 * @throws ArchiveError where they are not what the archive says
 */
function contentOf(entry, context, data) {
    const content = entry.method === 0 ? data : inflateWhole(entry, context, data);
    checkSize(entry, content.length);
    if ((0,external_node_zlib_namespaceObject.crc32)(content) !== entry.crc32)
        throw wrongCrc(entry);
    return content;
}
function inflateWhole(entry, context, data) {
    const inflater = inflaterFor(context);
    const { uncompressedSize: size } = entry;
    try {
        const { content, taken } = inflater?.whole(data, size) ?? behind(context.gate, () => inflatePublicly(data, size));
        if (taken !== data.length && content.length <= size)
            throw leftOver(entry);
        return content;
    }
    catch (error) {
        throw inflateError(error, entry);
    }
}
/** The same as `Inflater.whole`, with the public calls of zlib alone. */
function inflatePublicly(data, size) {
    const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: size + 1, info: true };
    const { buffer, engine } = (0,external_node_zlib_namespaceObject.inflateRawSync)(data, options);
    return { content: buffer, taken: engine.bytesWritten };
}
/** Writes a large file, with no more than some chunks in memory. One is written while the next is inflated. */
async function writeLarge(entry, context, data) {
    const content = new Content(entry, context);
    const inflater = inflaterFor(context);
    try {
        if (entry.method === 0) {
            // Its bytes stand only until more are asked for.
            for (const chunk of readChunks(context, data)) {
                content.takeMeanwhile(chunk);
                await content.written;
            }
        }
        else if (inflater !== undefined) {
            for (const chunk of inflateWith(inflater, entry, readChunks(context, data))) {
                await content.written;
                content.takeMeanwhile(chunk);
                context.onProgress?.(data.start + inflater.taken);
            }
        }
        else {
            const take = (chunk) => {
                content.take(chunk);
                context.onProgress?.();
            };
            // It is asynchronous and reads ahead.
            await inflateAsync(entry, context, {
                data: readChunks(context, data, { keep: true }),
                take
            });
        }
        await content.written;
        content.finish();
    }
    finally {
        // Nothing writes any more once it is closed.
        await content.written.catch(() => { });
        content.close();
    }
}
/** What comes out of an entry: checked against what the archive says of it, and written. */
class Content {
    /** Settles when all that was taken is in the file. */
    written = Promise.resolve();
    #entry;
    #file;
    #size = 0;
    #crc = 0;
    constructor(entry, context) {
        this.#entry = entry;
        this.#file = entry.kind === 'folder' ? undefined : new NewFile(entry, context);
    }
    take(chunk) {
        this.#count(chunk);
        this.#crc = (0,external_node_zlib_namespaceObject.crc32)(chunk, this.#crc);
        this.#file?.write(chunk);
    }
    /** Written by another thread, one chunk at a time: the bytes have to stand until `written`. */
    takeMeanwhile(chunk) {
        this.#count(chunk);
        this.written = this.#file?.writeMeanwhile(chunk) ?? Promise.resolve();
        // Whoever waits for it hears of a failure.
        this.written.catch(() => { });
        this.#crc = (0,external_node_zlib_namespaceObject.crc32)(chunk, this.#crc);
    }
    /** @throws ArchiveError when it is not what the archive says */
    finish() {
        checkSize(this.#entry, this.#size);
        if (this.#crc !== this.#entry.crc32)
            throw wrongCrc(this.#entry);
        this.#file?.finish();
    }
    close() {
        this.#file?.close();
    }
    #count({ length }) {
        this.#size += length;
        // Before it is written: what inflates without end stops here.
        if (this.#size > this.#entry.uncompressedSize)
            checkSize(this.#entry, this.#size);
    }
}
function* inflateWith(inflater, entry, data) {
    inflater.reset();
    let given = 0;
    for (const input of data) {
        given += input.length;
        try {
            yield* inflater.push(input, given === entry.compressedSize);
        }
        catch (error) {
            throw inflateError(error, entry);
        }
        if (inflater.taken < given)
            throw leftOver(entry);
    }
}
/** With the public calls of zlib alone. */
async function inflateAsync(entry, { gate }, { data, take }) {
    const input = external_node_stream_namespaceObject.Readable.from(data);
    const engine = behind(gate, () => (0,external_node_zlib_namespaceObject.createInflateRaw)({ chunkSize: LEAST_CHUNK }));
    input.on('error', error => engine.destroy(error));
    try {
        for await (const chunk of input.pipe(engine))
            take(chunk);
        // zlib stops at the end of the stream, whatever input is left.
        if (engine.bytesWritten !== entry.compressedSize)
            throw leftOver(entry);
    }
    catch (error) {
        throw inflateError(error, entry);
    }
    finally {
        input.destroy();
        engine.destroy();
    }
}
/**
 * Asking for the next chunk releases the one before, unless they are kept: then they are copies. What passes by is taken
 * as it comes, and no more than LEAST_CHUNK is waited for.
 */
function* readChunks(context, { start, end }, { keep = false } = {}) {
    const { bytes, onProgress } = context;
    const reader = 'memory' in bytes ? new WindowReader(bytes.memory, onProgress) : undefined;
    for (let at = start; at < end;) {
        onProgress?.(at);
        const there = reader === undefined ? 0 : reader.received - at;
        const length = Math.min(end - at, CHUNK, Math.max(LEAST_CHUNK, there));
        if (reader === undefined)
            yield readAt(keep ? { ...context, scratch: undefined } : context, at, length);
        else if (keep)
            yield Buffer.from(reader.read(at, length));
        else
            yield* reader.pieces(at, length);
        at += length;
    }
}
/** Checks an entry's local header and returns where in the archive its data begins. */
function findData(entry, context) {
    const longest = entry.end - entry.offset - entry.compressedSize;
    return entry.offset + checkLocalHeader(sliceOf(readAt(context, entry.offset, longest)), 0, entry);
}
function checkSize(entry, size) {
    const declared = entry.uncompressedSize;
    if (size > declared)
        throw tooLarge(entry);
    if (size < declared)
        throw refuseEntry('size', `it inflates to ${size} bytes, not the ${declared} it declares`, entry);
}
function tooLarge(entry) {
    return refuseEntry('size', `it inflates to more than the ${entry.uncompressedSize} bytes it declares`, entry);
}
function leftOver(entry) {
    return refuseEntry('deflate', 'bytes are left over after its compressed data', entry);
}
function wrongCrc(entry) {
    return refuseEntry('crc', 'its bytes do not have the CRC-32 that the archive gives', entry);
}
function inflateError(thrown, entry) {
    const { code } = thrown;
    if (code === 'ERR_BUFFER_TOO_LARGE')
        return tooLarge(entry);
    if (code === 'Z_BUF_ERROR')
        return refuseEntry('deflate', 'its compressed data is unfinished', entry);
    return code?.startsWith('Z_') ? refuseEntry('deflate', 'its compressed data is broken', entry) : thrown;
}
/** As the flag `wx`, which Node would read anew for each file. */
const NEW = external_node_fs_namespaceObject.constants.O_WRONLY | external_node_fs_namespaceObject.constants.O_CREAT | external_node_fs_namespaceObject.constants.O_EXCL;
/** A file that must not exist yet, with the mode and the time of its entry. */
class NewFile {
    #entry;
    #umask;
    #descriptor;
    constructor(entry, { to, umask }) {
        this.#entry = entry;
        this.#umask = umask;
        this.#descriptor = (0,external_node_fs_namespaceObject.openSync)(`${to}/${entry.path}`, NEW, entry.mode);
    }
    write(bytes) {
        for (let at = 0; at < bytes.length;)
            at += (0,external_node_fs_namespaceObject.writeSync)(this.#descriptor, bytes, at);
    }
    /** By a thread of Node's pool. The bytes have to stand until it is done. */
    async writeMeanwhile(bytes) {
        for (let at = 0; at < bytes.length;) {
            at += (await writeAsync(this.#descriptor, bytes, at)).bytesWritten;
        }
    }
    /** Once its content is known to be right. */
    finish() {
        const { mode, mtime } = this.#entry;
        if ((mode & this.#umask) !== 0)
            (0,external_node_fs_namespaceObject.fchmodSync)(this.#descriptor, mode);
        // As a number, a time before 1970 would be taken for now.
        const time = mtime < 0 ? new Date(mtime) : mtime / 1000;
        (0,external_node_fs_namespaceObject.futimesSync)(this.#descriptor, time, time);
    }
    close() {
        (0,external_node_fs_namespaceObject.closeSync)(this.#descriptor);
    }
}
/** Exactly these bytes; those of a window only until they are released. */
function readAt({ bytes, scratch, onProgress }, offset, length) {
    if ('memory' in bytes)
        return new WindowReader(bytes.memory, onProgress).read(offset, length);
    const buffer = scratch?.take(length) ?? Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
        const count = (0,external_node_fs_namespaceObject.readSync)(bytes.descriptor, buffer, filled, length - filled, offset + filled);
        if (count === 0)
            throw new archive_error_ArchiveError('truncated', `the file ends at byte ${offset + filled}`);
        filled += count;
    }
    return buffer;
}

;// CONCATENATED MODULE: ./lib/archive/worker.js




// One thread of a WorkerPool: does the jobs that come, one after the other, and says what became of each.
const gate = external_node_worker_threads_namespaceObject.workerData;
const post = (message) => external_node_worker_threads_namespaceObject.parentPort?.postMessage(message);
const scratch = new Scratch();
let context;
let last = Promise.resolve();
// The archive's directory is still being read.
prepare(gate);
external_node_worker_threads_namespaceObject.parentPort?.on('message', (order) => {
    last = last.then(async () => {
        if (order.kind === 'begin') {
            const onProgress = (readTo) => post({ kind: 'alive', readTo });
            context = { ...order.context, gate, scratch, onProgress };
            return;
        }
        try {
            if (context === undefined)
                throw new TypeError('a job before the beginning');
            post({ kind: 'done', ...(await unpack(order, context)) });
        }
        catch (error) {
            post(error instanceof archive_error_ArchiveError
                ? { kind: 'refused', refusal: error.refusal, reason: error.reason, entry: error.entry }
                : { kind: 'failed', message: messageOf(error), code: error.code });
        }
    });
});

