import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:worker_threads"
const external_node_worker_threads_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");
;// CONCATENATED MODULE: ./lib/messages/error-codes.js

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
const error_codes_unexpectedError = (thrown) => `Unexpected error: ${printable(thrown)}`;

;// CONCATENATED MODULE: ./lib/errors/action-error.js

const TROUBLESHOOTING = 'https://github.com/artifact-action/artifact-action/blob/main/docs/TROUBLESHOOTING.md';
const TOKEN_CODES = (/* unused pure expression or super */ null && (['api-unauthorized', 'api-forbidden']));
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
        return errorTitle(this.code);
    }
    get explanation() {
        return errorExplanation(this.code, this.message, this.hint);
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
    return new ActionError('internal', unexpectedError(messageOf(thrown)), { cause: thrown });
}

;// CONCATENATED MODULE: ./lib/messages/printable.js
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
function printable_printable(text, maxLength = MAX_LENGTH) {
    const characters = Array.from(text.length > maxLength * 2 ? text.slice(0, maxLength * 2) : text);
    const cut = characters.length > maxLength || text.length > maxLength * 2;
    return (cut ? `${characters.slice(0, maxLength).join('')}…` : text)
        .replace(UNSAFE, escaped)
        .replace(/^(\s*):(?=:)/, '$1\\:')
        .replaceAll('##[', '#\\#[');
}

;// CONCATENATED MODULE: ./lib/messages/archive.js



const REASONS = {
    multiDisk: 'it is one part of a split archive, which is not supported',
    entriesOnOtherDisks: 'its end record counts entries in other parts of a split archive',
    endRecordInComment: 'its comment contains an end record, so programs may read different files from it',
    bytesAfterEnd: 'bytes follow its end record',
    endCutOff: 'its end record is cut off, so the archive is probably not complete',
    endMissing: 'its end is missing, so the archive is probably not complete',
    emptyFile: 'it is empty, not a zip archive',
    zip64RecordMissing: 'its zip64 end record is not where its locator points',
    zip64RecordUnsigned: 'its zip64 end record has no signature',
    zip64RecordSector: 'its zip64 end record has an extensible data sector',
    endRecordsDisagree: 'its two end records disagree',
    moreEntriesThanCounted: 'its directory holds more entries than its end record counts',
    otherDisk: 'it is in another part of a split archive, which is not supported',
    encrypted: 'it is encrypted, which is not supported',
    patchData: 'it holds patch data, which is not supported',
    folderWithData: 'it is a folder with data',
    folderMode: 'it has the mode of a folder but the name of a file',
    storedSizesDiffer: 'it is stored, but its two sizes differ',
    nameNotUtf8: 'its name is not valid UTF-8',
    unicodePathDiffers: 'its name and its Unicode path differ',
    unicodePathNotUtf8: 'its Unicode path is not valid UTF-8',
    extraFieldsOverrun: 'its extra fields are longer than their space',
    twoZip64Fields: 'it has two zip64 fields',
    twoUnicodePaths: 'it has two Unicode path fields',
    zip64Missing: 'its zip64 field is missing',
    zip64TooShort: 'its zip64 field is too short',
    zip64Disagrees: 'its zip64 field disagrees with its header',
    numberTooLarge: 'it holds a size or a position beyond 2^53 bytes',
    noLocalHeader: 'its local header is missing',
    descriptorUnsigned: 'its descriptor has no signature',
    descriptorDisagrees: 'its descriptor disagrees with the directory',
    emptyName: 'its name is empty',
    absolutePath: 'its path is absolute',
    driveLetter: 'its path begins with a drive letter',
    emptySegment: 'a segment of its path is empty',
    backslash: 'it contains a backslash',
    slash: 'it contains a slash',
    controlCharacter: 'it contains a control character',
    notUnicode: 'it is not valid Unicode',
    windowsReserved: 'Windows reserves its name',
    windowsCharacter: 'it contains a character that Windows does not allow',
    windowsEnding: 'it ends in a dot or a space, which Windows drops',
    duplicatePath: 'another entry has the same path',
    fileAndFolder: 'it is a file, but another entry has it as a folder',
    beyondDirectory: 'it begins after the start of the directory',
    overlapsNext: 'it overlaps the next entry',
    overlapsDirectory: 'it overlaps the directory',
    overlapsFollowing: 'it overlaps the bytes after it',
    strayBytes: 'bytes that belong to no entry come after it',
    bytesLeftOver: 'more bytes follow the end of its compressed data',
    wrongCrc: 'its content does not match its CRC-32, so it is damaged',
    deflateUnfinished: 'its compressed data ends too early, so it is damaged',
    deflateInvalid: 'its compressed data is invalid, so it is damaged',
    tarCutOff: 'it ends inside an entry, so it is probably not complete',
    tarEndMissing: 'its end marker is missing, so it is probably not complete',
    bytesAfterTarEnd: 'bytes follow its end marker',
    tarNumber: 'a size in its headers is negative, too large or not a number',
    tarTime: 'it has an impossible modification time',
    tarExtension: 'it holds an invalid extended header',
    tarExtensionTwice: 'it holds two extended headers of one kind for one entry',
    tarExtensionUnused: 'it ends after an extended header',
    tarGlobal: 'its global header sets a path, a size or a sparse file',
    tarOverhead: 'its headers and padding take far more space than its files',
    zstdFrames: 'its compressed data has too many small frames',
    linkWithData: 'it holds a link with data',
    noEarlierFile: 'it is a hard link, but no earlier file of this archive has the path of its target',
    emptyTarget: 'it is a symbolic link without a target',
    absoluteTarget: 'it is a symbolic link with an absolute target',
    escapingTarget: 'it is a symbolic link out of the folder of the artifact',
    upAfterLink: 'it is a symbolic link whose target has ".." after a link or a missing folder'
};
const ARCHIVE_REASONS = Object.keys(REASONS);
const archive_archiveReason = (reason) => REASONS[reason];
const entryRefused = (path, reason) => `entry "${printable_printable(path)}": ${reason}`;
const archive_leadsElsewhere = (segment) => `its path has a "${segment}" segment`;
const archive_pathTooLong = (maxBytes) => `its path is longer than ${maxBytes} bytes`;
const archive_segmentTooLong = (maxBytes) => `a name in it is longer than ${maxBytes} bytes`;
const sameNameOnDisk = (other) => `its path and "${printable(other)}" are the same on this file system`;
const notAZip = (start, maxLength) => `it is not a zip archive; it begins with: ${printable(start, maxLength)}`;
const wrongDirectoryEnd = (expected, actual) => `its directory should end at byte ${expected}, but the next record begins at byte ${actual}`;
const zip64RecordInvalid = (reason) => `its zip64 end record is invalid: ${reason}`;
const inLocalHeader = (reason) => `in its local header, ${reason}`;
const impossibleEntryCount = (count) => `its end record counts ${count} entries, more than its directory can hold`;
const wrongEntryCount = (found, counted) => `its directory holds ${found} entries, but its end record counts ${counted}`;
const noDirectoryEntry = (position) => `its directory has no entry at byte ${position}`;
const directoryEntryCutOff = (position) => `its directory ends inside the entry at byte ${position}`;
const fileEnds = (position) => `the archive ends too early, at byte ${position}, so it is not complete`;
const bytesBeforeFirstEntry = (bytes) => `${bytes} bytes come before its first entry`;
const unexpectedBytes = (bytes, expectsDescriptor) => `${bytes} bytes follow its data, ${expectsDescriptor ? 'which is not the length of a descriptor' : 'but it has no descriptor'}`;
const archive_newerVersion = (version) => `it needs version ${version} of the zip format, which is not supported`;
const archive_unsupportedMethod = (method, title) => `its compression method ${method}${title === undefined ? '' : ` (${title})`} is not supported`;
const archive_specialFile = (type) => `it is ${type ?? 'of an unknown type'}, not a file or a folder`;
const noTarHeader = (position) => `its bytes at ${position} are not a tar header`;
const TAR_TYPES = {
    '3': 'a character device',
    '4': 'a block device',
    '6': 'a FIFO',
    S: 'a sparse file',
    D: 'a folder of an incremental backup',
    M: 'the rest of a file from another volume',
    V: 'a volume label'
};
function tarHasType(type) {
    const title = TAR_TYPES[type];
    return `${title === undefined ? `its type "${printable(type)}"` : `it is ${title}, which`} is not supported`;
}
const inLinkTarget = (reason) => `in the target of its link, ${reason}`;
const archive_impossibleSize = (compressed, uncompressed) => `its ${compressed} compressed bytes cannot inflate to ${uncompressed}`;
const localHeaderDiffers = (field) => `its local header has another ${field}`;
const inflatesToLess = (bytes, declared) => `it inflates to ${bytes} bytes instead of ${declared}`;
const inflatesToMore = (declared) => `it inflates to more than its declared ${declared} bytes`;
const tooManyPaths = (limit) => `it holds more than ${limit} files and folders`;
const tooManyPathsAdvice = () => 'Pack the files into one file, such as a tar archive, before you upload them.';
const tooManyLinks = (limit, bytes) => `the artifact has more than ${limit} symbolic links, or their targets exceed ${formatSize(bytes)}`;
const linkNotAllowed = (path) => `The symbolic link "${printable(path)}" could not be created: the system does not allow it (EPERM)`;
const linkNotAllowedAdvice = (platform) => platform === 'win32'
    ? 'Turn on the Developer Mode of Windows, or give the user of the runner the right to create symbolic links.'
    : 'Choose a path on a file system that has symbolic links.';
function unpacksTo({ bytes, folders }) {
    const ofFolders = folders === 0 ? '' : `, including ${plural(folders, 'folder')} at 4 KiB each`;
    return `it unpacks to ${formatSize(bytes)}${ofFolders}`;
}
const exceedsMaxSize = (size, limit) => `${unpacksTo(size)}, but max-extracted-size is ${formatSize(limit)}`;
const exceedsMaxSizeAdvice = () => 'Raise max-extracted-size if this size is expected, or set files to write fewer files.';
const exceedsDisk = (size, free) => `${unpacksTo(size)}, but the disk has ${formatSize(free)} free`;
const exceedsDiskAdvice = () => 'Free some space, choose a path on another disk, or set files to write fewer files.';
function workerFailed(failure) {
    const what = 'reason' in failure
        ? `died: ${printable(failure.reason)}`
        : 'exitCode' in failure
            ? `exited with code ${failure.exitCode}`
            : `did not respond for ${failure.silentSeconds} s`;
    return `The archive was not unpacked: an extraction thread ${what}`;
}
const workerFailedAdvice = () => 'Check whether the runner is out of memory or its disk hangs, then run the step again. Please report the problem if it persists.';

;// CONCATENATED MODULE: ./lib/errors/archive-error.js



class archive_error_ArchiveError extends ActionError {
    name = 'ArchiveError';
    refusal;
    entry;
    reason;
    constructor(refusal, reason, details = {}) {
        const entry = details.entry === undefined ? undefined : printable_printable(details.entry);
        super('archive-refused', entry === undefined ? reason : entryRefused(entry, reason), details);
        this.refusal = refusal;
        this.reason = reason;
        this.entry = entry;
    }
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");
;// CONCATENATED MODULE: external "node:zlib"
const external_node_zlib_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");
;// CONCATENATED MODULE: ./lib/memory/node-internals.js
const NEWEST_KNOWN_NODE = 24;
function mayUseInternals(version = process.versions.node) {
    const isPlain = !['', '0', 'false'].includes(process.env.ARTIFACT_ACTION_PLAIN ?? '');
    return !isPlain && Number.parseInt(version, 10) <= NEWEST_KNOWN_NODE;
}

;// CONCATENATED MODULE: ./lib/memory/shared-ring-buffer.js
const MAX_SLEEP = 1000;
class SharedRingBuffer {
    memory;
    #bytes;
    #received;
    #released = new Map();
    #listeners = new Set();
    #low = 0;
    constructor(capacity, bytes = new SharedArrayBuffer(capacity)) {
        const received = new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT);
        this.memory = { bytes, received };
        this.#bytes = new Uint8Array(bytes);
        this.#received = new BigInt64Array(received);
    }
    get size() {
        return this.#bytes.length;
    }
    get received() {
        return Number(this.#received[0]);
    }
    get released() {
        return this.#low;
    }
    fits(end) {
        return end <= this.#low + this.#bytes.length;
    }
    memoryAt(position) {
        return this.#bytes.subarray(position % this.#bytes.length);
    }
    write(position, chunk) {
        if (chunk.buffer === this.memory.bytes)
            return;
        const at = position % this.#bytes.length;
        const first = Math.min(chunk.length, this.#bytes.length - at);
        this.#bytes.set(first === chunk.length ? chunk : chunk.subarray(0, first), at);
        if (first < chunk.length)
            this.#bytes.set(chunk.subarray(first), 0);
    }
    pieces(position, length) {
        return piecesOf(this.memory.bytes, position, length);
    }
    advance(position) {
        if (position <= this.received)
            return;
        Atomics.store(this.#received, 0, BigInt(position));
        Atomics.notify(this.#received, 0);
        this.#changed();
    }
    consumer() {
        if (this.#low > 0)
            throw new RangeError('a consumer must be added before bytes are released');
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
    onChange(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }
    #changed() {
        for (const listener of this.#listeners)
            listener();
    }
}
class RingReader {
    #bytes;
    #received;
    #onWait;
    constructor({ bytes, received }, onWait = () => { }) {
        this.#bytes = bytes;
        this.#received = new BigInt64Array(received);
        this.#onWait = onWait;
    }
    get received() {
        return Number(Atomics.load(this.#received, 0));
    }
    pieces(position, length) {
        this.#await(position + length);
        return piecesOf(this.#bytes, position, length);
    }
    read(position, length) {
        const [first, ...rest] = this.pieces(position, length);
        return rest.length === 0 ? first : Buffer.concat([first, ...rest]);
    }
    #await(end) {
        for (;;) {
            const received = Atomics.load(this.#received, 0);
            if (received >= end)
                return;
            if (Atomics.wait(this.#received, 0, received, MAX_SLEEP) === 'timed-out')
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

;// CONCATENATED MODULE: ./lib/archive/byte-view.js
function viewOf(bytes) {
    return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

;// CONCATENATED MODULE: ./lib/archive/entry-path.js


const MAX_SEGMENT_BYTES = 255;
const MAX_PATH_BYTES = 4096;
const PLAIN = /^[\w@+-][\w@+.-]*(?:\/[\w@+-][\w@+.-]*)*$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$/i;
function refusePath(refusal, reason, path) {
    return new archive_error_ArchiveError(refusal, reason, { entry: path || './' });
}
function entry_path_pathOfName(name) {
    const start = name.startsWith('./') ? 2 : 0;
    return name.endsWith('/') && name.length > start ? name.slice(start, -1) : name.slice(start);
}
function pathIn(folder, path) {
    return folder === '' ? path : `${folder}/${path}`;
}
function entry_path_checkEntryPath(path, platform) {
    if (platform !== 'win32' && path.length <= MAX_SEGMENT_BYTES && PLAIN.test(path))
        return undefined;
    if (path === '')
        return { refusal: 'name', reason: archiveReason('emptyName') };
    if (path.startsWith('/'))
        return { refusal: 'path', reason: archiveReason('absolutePath') };
    if (/^[A-Za-z]:/.test(path))
        return { refusal: 'path', reason: archiveReason('driveLetter') };
    if (Buffer.byteLength(path) > MAX_PATH_BYTES)
        return { refusal: 'name', reason: pathTooLong(MAX_PATH_BYTES) };
    for (const segment of path.split('/')) {
        const problem = checkSegment(segment, platform);
        if (problem !== undefined)
            return problem;
    }
    return undefined;
}
function checkSegment(segment, platform) {
    if (segment === '')
        return { refusal: 'path', reason: archiveReason('emptySegment') };
    if (segment === '.' || segment === '..')
        return { refusal: 'path', reason: leadsElsewhere(segment) };
    if (segment.includes('\\'))
        return { refusal: 'path', reason: archiveReason('backslash') };
    if (segment.includes('/'))
        return { refusal: 'path', reason: archiveReason('slash') };
    if (CONTROL.test(segment))
        return { refusal: 'name', reason: archiveReason('controlCharacter') };
    if (!segment.isWellFormed())
        return { refusal: 'name', reason: archiveReason('notUnicode') };
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
        return { refusal: 'name', reason: segmentTooLong(MAX_SEGMENT_BYTES) };
    }
    return platform === 'win32' ? checkWindowsName(segment) : undefined;
}
function checkWindowsName(name) {
    if (WINDOWS_RESERVED.test(name))
        return { refusal: 'name', reason: archiveReason('windowsReserved') };
    if (/[<>:"|?*]/.test(name))
        return { refusal: 'name', reason: archiveReason('windowsCharacter') };
    if (/[. ]$/.test(name))
        return { refusal: 'name', reason: archiveReason('windowsEnding') };
    return undefined;
}
function foldPath(path) {
    return path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD');
}

;// CONCATENATED MODULE: external "node:stream"
const external_node_stream_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");
;// CONCATENATED MODULE: ./lib/errors/attempt.js
function attempt_attempt(call) {
    try {
        return call();
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/archive/terminate-guard.js
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

;// CONCATENATED MODULE: ./lib/archive/inflater.js





const OUTPUT = 2 << 20;
const MAX_BUFFERED = OUTPUT - 1;
const PLAIN_OUTPUT = 1 << 20;
function createInflater(guard) {
    return (mayUseInternals() && guarded(guard, createInternalInflater)) || new PlainInflater(guard);
}
class PlainInflater {
    readsAhead = true;
    consumed = 0;
    #guard;
    constructor(guard) {
        this.#guard = guard;
    }
    inflate(input, size) {
        const options = { chunkSize: Math.max(64, size + 1), maxOutputLength: size + 1, info: true };
        const result = guarded(this.#guard, () => (0,external_node_zlib_namespaceObject.inflateRawSync)(input, options));
        const { buffer, engine } = result;
        return { content: buffer, consumed: engine.bytesWritten };
    }
    async *inflateChunks(chunks) {
        const input = external_node_stream_namespaceObject.Readable.from(chunks);
        const engine = guarded(this.#guard, () => (0,external_node_zlib_namespaceObject.createInflateRaw)({ chunkSize: PLAIN_OUTPUT }));
        input.on('error', error => engine.destroy(error));
        try {
            yield* input.pipe(engine);
            this.consumed = engine.bytesWritten;
        }
        finally {
            input.destroy();
            engine.destroy();
        }
    }
}
class InternalInflater {
    readsAhead = false;
    consumed = 0;
    #stream;
    #outputs = [Buffer.allocUnsafeSlow(OUTPUT), Buffer.allocUnsafeSlow(OUTPUT)];
    #errorCode;
    constructor(stream) {
        this.#stream = stream;
        stream._handle.onerror = (_message, _errno, code) => {
            this.#errorCode = code;
        };
    }
    inflate(input, size) {
        const { _handle: handle, _writeState: state } = this.#stream;
        const [output] = this.#outputs;
        this.#reset();
        handle.writeSync(external_node_zlib_namespaceObject.constants.Z_FINISH, input, 0, input.length, output, 0, size + 1);
        const [free = 0, inputLeft = 0] = state;
        this.#throwIfFailed();
        return { content: output.subarray(0, size + 1 - free), consumed: input.length - inputLeft };
    }
    async *inflateChunks(input, length) {
        this.#reset();
        let read = 0;
        for (const chunk of input) {
            read += chunk.length;
            yield* this.#push(chunk, read === length);
            if (this.consumed < read)
                return;
        }
    }
    *#push(input, isLast) {
        const { _handle: handle, _writeState: state } = this.#stream;
        const flush = isLast ? external_node_zlib_namespaceObject.constants.Z_FINISH : external_node_zlib_namespaceObject.constants.Z_NO_FLUSH;
        for (let at = 0;;) {
            const [output] = this.#outputs;
            handle.writeSync(flush, input, at, input.length - at, output, 0, OUTPUT);
            const [free = 0, inputLeft = 0] = state;
            this.consumed += input.length - inputLeft - at;
            at = input.length - inputLeft;
            this.#throwIfFailed();
            if (free < OUTPUT) {
                this.#outputs.reverse();
                yield output.subarray(0, OUTPUT - free);
            }
            if (free > 0)
                return;
        }
    }
    #reset() {
        this.#stream._handle.reset();
        this.#errorCode = undefined;
        this.consumed = 0;
    }
    #throwIfFailed() {
        if (this.#errorCode !== undefined)
            throw Object.assign(new Error('inflate'), { code: this.#errorCode });
    }
    works() {
        this.#reset();
        const text = [DEFLATED.subarray(0, 10), DEFLATED.subarray(10)]
            .flatMap((chunk, index) => Array.from(this.#push(chunk, index === 1), String))
            .join('');
        return (text === TEXT &&
            this.consumed === DEFLATED.length &&
            this.#errorCodeOf(DEFLATED.subarray(0, -3)) === 'Z_BUF_ERROR' &&
            this.#errorCodeOf(INVALID) === 'Z_DATA_ERROR');
    }
    #errorCodeOf(input) {
        try {
            this.inflate(input, TEXT.length);
            return undefined;
        }
        catch (error) {
            return error.code;
        }
    }
}
const TEXT = 'to be sure, '.repeat(30);
const DEFLATED = Buffer.from('2bc957484a55282e2d4ad551281965d38c0d00', 'hex');
const INVALID = Buffer.from([0x07, 0, 0, 0]);
function createInternalInflater() {
    const inflater = attempt_attempt(() => new InternalInflater((0,external_node_zlib_namespaceObject.createInflateRaw)()));
    return attempt_attempt(() => inflater?.works()) ? inflater : undefined;
}

;// CONCATENATED MODULE: external "node:buffer"
const external_node_buffer_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");
;// CONCATENATED MODULE: ./lib/archive/entry-name.js


const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function entry_name_decodeUtf8(bytes) {
    if ((0,external_node_buffer_namespaceObject.isAscii)(bytes))
        return bytes.toString('latin1');
    return attempt_attempt(() => utf8.decode(bytes));
}
function entry_name_decodeUnflagged(bytes) {
    return (entry_name_decodeUtf8(bytes) ??
        Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join(''));
}

;// CONCATENATED MODULE: ./lib/archive/extra-fields.js



class extra_fields_HeaderError extends Error {
    reason;
    refusal;
    constructor(reason, refusal = 'structure') {
        super(reason);
        this.reason = reason;
        this.refusal = refusal;
    }
}
const extra_fields_MARKER_16 = 0xffff;
const extra_fields_MARKER_32 = 0xffffffff;
const ZIP64 = 0x0001;
const EXTENDED_TIMESTAMP = 0x5455;
const UNICODE_PATH = 0x7075;
const extra_fields_NO_EXTRA_FIELDS = { zip64: undefined, mtime: undefined, unicodePath: undefined };
function extra_fields_parseExtraFields(extra) {
    const fields = { ...extra_fields_NO_EXTRA_FIELDS };
    for (let at = 0; at < extra.length;) {
        if (at + 4 > extra.length)
            throw new extra_fields_HeaderError(archive_archiveReason('extraFieldsOverrun'));
        const id = extra.readUInt16LE(at);
        const end = at + 4 + extra.readUInt16LE(at + 2);
        if (end > extra.length)
            throw new extra_fields_HeaderError(archive_archiveReason('extraFieldsOverrun'));
        const data = extra.subarray(at + 4, end);
        if (id === ZIP64) {
            if (fields.zip64 !== undefined)
                throw new extra_fields_HeaderError(archive_archiveReason('twoZip64Fields'));
            fields.zip64 = data;
        }
        else if (id === UNICODE_PATH) {
            if (fields.unicodePath !== undefined)
                throw new extra_fields_HeaderError(archive_archiveReason('twoUnicodePaths'));
            fields.unicodePath = data;
        }
        else if (id === EXTENDED_TIMESTAMP && data.length >= 5 && (data.readUInt8(0) & 1) === 1) {
            fields.mtime = data.readInt32LE(1);
        }
        at = end;
    }
    return fields;
}
function extra_fields_unicodePathFor(headerName, field) {
    if (field === undefined || field.length < 5 || field.readUInt8(0) !== 1)
        return undefined;
    if (field.readUInt32LE(1) !== (0,external_node_zlib_namespaceObject.crc32)(headerName))
        return undefined;
    const name = entry_name_decodeUtf8(field.subarray(5));
    if (name === undefined)
        throw new extra_fields_HeaderError(archive_archiveReason('unicodePathNotUtf8'));
    return name;
}
function extra_fields_resolveZip64(field, values) {
    const resolved = Object.fromEntries(values.map(({ key, value }) => [key, value]));
    let at = 0;
    const read = (bytes) => (bytes === 4 ? field?.readUInt32LE(at) : field && safeUInt64(field, at));
    const length = field?.length ?? 0;
    for (const { key, isMarker, bytes } of values) {
        if (!isMarker)
            continue;
        if (field === undefined)
            throw new extra_fields_HeaderError(archive_archiveReason('zip64Missing'));
        if (at + bytes > length)
            throw new extra_fields_HeaderError(archive_archiveReason('zip64TooShort'));
        resolved[key] = read(bytes);
        at += bytes;
    }
    for (const { value, isMarker, bytes } of values) {
        if (!isMarker && at + bytes <= length && read(bytes) === value)
            at += bytes;
    }
    if (at !== length)
        throw new extra_fields_HeaderError(archive_archiveReason('zip64Disagrees'));
    return resolved;
}
function safeUInt64(buffer, at) {
    const value = buffer.readBigUInt64LE(at);
    if (value > Number.MAX_SAFE_INTEGER)
        throw new extra_fields_HeaderError(archive_archiveReason('numberTooLarge'));
    return Number(value);
}

;// CONCATENATED MODULE: ./lib/archive/central-header.js






const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_SIZE = 46;
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
const MAX_VERSION = 63;
const TYPE_MASK = 0o170000;
const TYPE_FILE = 0o100000;
const TYPE_FOLDER = 0o040000;
const TYPE_FIFO = 0o010000;
const TYPES = {
    [0o120000]: 'a symbolic link',
    [0o020000]: 'a character device',
    [0o060000]: 'a block device',
    [TYPE_FIFO]: 'a FIFO',
    [0o140000]: 'a socket'
};
const ANY_EXECUTE = 0o111;
const FILE_MODE = 0o666;
const EXECUTABLE_MODE = 0o777;
const ASCII = /^[\0-\x7f]*$/;
const MAX_RATIO = 1032;
const DOS_FOLDER = 0x10;
function parseCentralHeader(source, at, platform) {
    try {
        return parse(source, at, platform);
    }
    catch (error) {
        if (!(error instanceof HeaderError))
            throw error;
        throw new ArchiveError(error.refusal, error.reason, { entry: shownName(source, at) });
    }
}
function shownName(source, at) {
    const rawName = rawNameAt(source, at);
    const isFlagged = (source.view.getUint16(at + 8, true) & FLAG_UTF8) !== 0;
    const fields = isFlagged ? undefined : attempt(() => parseExtraFields(extraAt(source, at)));
    return attempt(() => unicodePathFor(rawName, fields?.unicodePath)) ?? decodeUnflagged(rawName);
}
function parse(source, at, platform) {
    const { bytes, view } = source;
    const nameStart = at + CENTRAL_SIZE;
    const nameEnd = nameStart + view.getUint16(at + 28, true);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const unsupported = unsupportedFeature(view.getUint16(at + 6, true), flags, method);
    if (unsupported !== undefined)
        throw new HeaderError(unsupported, 'unsupported');
    const fields = view.getUint16(at + 30, true) === 0 ? NO_EXTRA_FIELDS : parseExtraFields(extraAt(source, at));
    const sizes = sizesOf(view, at, fields.zip64);
    if (sizes.disk !== 0)
        throw new HeaderError(archiveReason('otherDisk'), 'unsupported');
    const rawName = bytes.toString('latin1', nameStart, nameEnd);
    const unicodeName = fields.unicodePath === undefined ? undefined : unicodePathFor(rawNameAt(source, at), fields.unicodePath);
    const isPlain = unicodeName === undefined && ASCII.test(rawName);
    const name = isPlain ? rawName : decodeName(rawNameAt(source, at), flags, unicodeName);
    const isFolder = name.endsWith('/');
    const path = pathOfName(name);
    const problem = pathProblem(name, path, platform);
    if (problem !== undefined)
        throw new HeaderError(problem.reason, problem.refusal);
    const attributes = view.getUint32(at + 38, true);
    checkKind({
        isFolder,
        attributes,
        isUnix: view.getUint8(at + 5) === 3,
        hasData: sizes.uncompressedSize > 0
    });
    if (isFolder && sizes.uncompressedSize !== 0)
        throw new HeaderError(archiveReason('folderWithData'));
    checkSizes(method, sizes);
    return {
        path,
        kind: isFolder ? 'folder' : 'file',
        rawName,
        hasUnicodePath: unicodeName !== undefined,
        flags,
        method,
        crc32: view.getUint32(at + 16, true),
        compressedSize: sizes.compressedSize,
        uncompressedSize: sizes.uncompressedSize,
        mode: modeOf(attributes >>> 16),
        mtime: fields.mtime === undefined
            ? dosTime(view.getUint16(at + 12, true), view.getUint16(at + 14, true))
            : fields.mtime * 1000,
        offset: sizes.offset,
        end: 0
    };
}
function modeOf(mode) {
    return (mode & ANY_EXECUTE) === 0 ? FILE_MODE : EXECUTABLE_MODE;
}
function rawNameAt({ bytes, view }, at) {
    const start = at + CENTRAL_SIZE;
    return bytes.subarray(start, start + view.getUint16(at + 28, true));
}
function extraAt({ bytes, view }, at) {
    const start = at + CENTRAL_SIZE + view.getUint16(at + 28, true);
    return bytes.subarray(start, start + view.getUint16(at + 30, true));
}
function sizesOf(view, at, zip64) {
    const uncompressedSize = view.getUint32(at + 24, true);
    const compressedSize = view.getUint32(at + 20, true);
    const offset = view.getUint32(at + 42, true);
    const disk = view.getUint16(at + 34, true);
    const isPlain = uncompressedSize !== MARKER_32 &&
        compressedSize !== MARKER_32 &&
        offset !== MARKER_32 &&
        disk !== MARKER_16;
    if (isPlain && zip64 === undefined)
        return { uncompressedSize, compressedSize, offset, disk };
    return resolveZip64(zip64, [
        { key: 'uncompressedSize', value: uncompressedSize, isMarker: uncompressedSize === MARKER_32, bytes: 8 },
        { key: 'compressedSize', value: compressedSize, isMarker: compressedSize === MARKER_32, bytes: 8 },
        { key: 'offset', value: offset, isMarker: offset === MARKER_32, bytes: 8 },
        { key: 'disk', value: disk, isMarker: disk === MARKER_16, bytes: 4 }
    ]);
}
function unsupportedFeature(version, flags, method) {
    if ((flags & FLAGS_ENCRYPTED) !== 0)
        return archiveReason('encrypted');
    if ((flags & FLAG_PATCH) !== 0)
        return archiveReason('patchData');
    if ((version & 0xff) > MAX_VERSION)
        return newerVersion((version & 0xff) / 10);
    return method === 0 || method === 8 ? undefined : unsupportedMethod(method, METHOD_NAMES[method]);
}
function decodeName(rawName, flags, unicodeName) {
    const isFlagged = (flags & FLAG_UTF8) !== 0;
    const name = isFlagged ? decodeUtf8(rawName) : decodeUnflagged(rawName);
    if (name === undefined)
        throw new HeaderError(archiveReason('nameNotUtf8'), 'name');
    if (unicodeName === undefined || unicodeName === name)
        return name;
    if (isFlagged)
        throw new HeaderError(archiveReason('unicodePathDiffers'), 'mismatch');
    return unicodeName;
}
function pathProblem(name, path, platform) {
    if (name === './')
        return undefined;
    if (path === '' && name !== '')
        return { refusal: 'path', reason: archiveReason('absolutePath') };
    return checkEntryPath(path, platform);
}
function checkKind(header) {
    const { isFolder, attributes, isUnix, hasData } = header;
    const type = (attributes >>> 16) & TYPE_MASK;
    const isPiped = type === TYPE_FIFO && hasData;
    if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER && !isPiped) {
        throw new HeaderError(specialFile(TYPES[type]), 'link');
    }
    const hasFolderMode = type === TYPE_FOLDER || (!isUnix && type === 0 && (attributes & DOS_FOLDER) !== 0);
    if (hasFolderMode && !isFolder)
        throw new HeaderError(archiveReason('folderMode'));
}
function checkSizes(method, { compressedSize, uncompressedSize }) {
    if (method === 0 && compressedSize !== uncompressedSize) {
        throw new HeaderError(archiveReason('storedSizesDiffer'), 'size');
    }
    if (method !== 0 && uncompressedSize > (compressedSize + 1) * MAX_RATIO) {
        throw new HeaderError(impossibleSize(compressedSize, uncompressedSize), 'size');
    }
}
function dosTime(time, date) {
    return Date.UTC(1980 + (date >>> 9), ((date >>> 5) & 0xf) - 1, date & 0x1f, time >>> 11, (time >>> 5) & 0x3f, (time & 0x1f) * 2);
}

;// CONCATENATED MODULE: ./lib/archive/local-header.js




const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const MAX_OVERHEAD = LOCAL_SIZE + 2 * 0xffff + 24;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const DESCRIPTOR_SIZES = [12, 16, 20, 24];
function checkLocalHeader({ bytes, view }, at, entry) {
    if (view.getUint32(at, true) !== LOCAL_SIGNATURE) {
        throw refusePath('structure', archive_archiveReason('noLocalHeader'), entry.path);
    }
    const nameLength = view.getUint16(at + 26, true);
    const length = LOCAL_SIZE + nameLength + view.getUint16(at + 28, true);
    const rest = entry.end - entry.offset - length - entry.compressedSize;
    if (rest < 0)
        throw refusePath('overlap', archive_archiveReason('overlapsFollowing'), entry.path);
    const hasDescriptor = (entry.flags & FLAG_DESCRIPTOR) !== 0;
    if (hasDescriptor ? !DESCRIPTOR_SIZES.includes(rest) : rest !== 0) {
        throw refusePath('structure', unexpectedBytes(rest, hasDescriptor), entry.path);
    }
    const nameEnd = at + LOCAL_SIZE + nameLength;
    if (bytes.toString('latin1', at + LOCAL_SIZE, nameEnd) !== entry.rawName)
        throw differs('name', entry);
    if (view.getUint16(at + 6, true) !== entry.flags)
        throw differs('flags', entry);
    if (view.getUint16(at + 8, true) !== entry.method)
        throw differs('method', entry);
    compare('CRC-32', view.getUint32(at + 14, true), entry.crc32, entry);
    const compressed = view.getUint32(at + 18, true);
    const uncompressed = view.getUint32(at + 22, true);
    const needsZip64 = compressed === extra_fields_MARKER_32 || uncompressed === extra_fields_MARKER_32;
    if (needsZip64 || entry.hasUnicodePath || nameEnd < at + length) {
        const rawName = bytes.subarray(at + LOCAL_SIZE, nameEnd);
        checkExtra({ rawName, extra: bytes.subarray(nameEnd, at + length), uncompressed, compressed }, entry);
    }
    if (uncompressed !== extra_fields_MARKER_32)
        compare('uncompressed size', uncompressed, entry.uncompressedSize, entry);
    if (compressed !== extra_fields_MARKER_32)
        compare('compressed size', compressed, entry.compressedSize, entry);
    return length;
}
function compare(field, local, central, entry) {
    if (!agrees(local, central, entry))
        throw differs(field, entry);
}
function agrees(local, central, entry) {
    return local === central || (local === 0 && (entry.flags & FLAG_DESCRIPTOR) !== 0);
}
function differs(field, entry) {
    return refusePath('mismatch', localHeaderDiffers(field), entry.path);
}
function checkExtra(header, entry) {
    try {
        const { zip64, unicodePath } = extra_fields_parseExtraFields(header.extra);
        const unicode = extra_fields_unicodePathFor(header.rawName, unicodePath);
        const expected = entry.hasUnicodePath ? entry.path : undefined;
        if ((unicode === undefined ? undefined : entry_path_pathOfName(unicode)) !== expected)
            throw differs('Unicode path', entry);
        checkZip64(zip64, header, entry);
    }
    catch (error) {
        throw error instanceof extra_fields_HeaderError
            ? refusePath('structure', inLocalHeader(error.reason), entry.path)
            : error;
    }
}
function checkZip64(field, sizes, entry) {
    const { uncompressedSize, compressedSize } = entry;
    const hasBoth = field?.length === 16 &&
        agrees(safeUInt64(field, 0), uncompressedSize, entry) &&
        agrees(safeUInt64(field, 8), compressedSize, entry);
    if (hasBoth)
        return;
    const full = extra_fields_resolveZip64(field, [zip64Size('uncompressed', sizes), zip64Size('compressed', sizes)]);
    compare('uncompressed size', full.uncompressed, uncompressedSize, entry);
    compare('compressed size', full.compressed, compressedSize, entry);
}
function zip64Size(key, sizes) {
    return { key, value: sizes[key], isMarker: sizes[key] === extra_fields_MARKER_32, bytes: 8 };
}
function checkDescriptor({ view }, at, length, entry) {
    if (length === 0)
        return;
    const isSigned = length % 8 === 0;
    if (isSigned && view.getUint32(at, true) !== DESCRIPTOR_SIGNATURE) {
        throw refusePath('structure', archive_archiveReason('descriptorUnsigned'), entry.path);
    }
    const crcAt = isSigned ? at + 4 : at;
    const isZip64 = length >= 20;
    const agrees = view.getUint32(crcAt, true) === entry.crc32 &&
        (isZip64
            ? view.getBigUint64(crcAt + 4, true) === BigInt(entry.compressedSize) &&
                view.getBigUint64(crcAt + 12, true) === BigInt(entry.uncompressedSize)
            : view.getUint32(crcAt + 4, true) === entry.compressedSize &&
                view.getUint32(crcAt + 8, true) === entry.uncompressedSize);
    if (!agrees)
        throw refusePath('mismatch', archive_archiveReason('descriptorDisagrees'), entry.path);
}

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: ./lib/archive/new-file.js


const append = (0,external_node_util_namespaceObject.promisify)(external_node_fs_namespaceObject.writeFile);
const CREATE = external_node_fs_namespaceObject.constants.O_WRONLY | external_node_fs_namespaceObject.constants.O_CREAT | external_node_fs_namespaceObject.constants.O_EXCL;
class NewFile {
    #mtime;
    #descriptor;
    constructor(path, { mode, mtime }) {
        this.#mtime = mtime;
        this.#descriptor = (0,external_node_fs_namespaceObject.openSync)(path, CREATE, mode);
    }
    write(bytes) {
        for (let at = 0; at < bytes.length;)
            at += (0,external_node_fs_namespaceObject.writeSync)(this.#descriptor, bytes, at);
    }
    async writeInBackground(bytes) {
        await append(this.#descriptor, bytes);
    }
    finish() {
        (0,external_node_fs_namespaceObject.futimesSync)(this.#descriptor, timeOf(this.#mtime), timeOf(this.#mtime));
    }
    close() {
        (0,external_node_fs_namespaceObject.closeSync)(this.#descriptor);
    }
}
function timeOf(mtime) {
    return mtime < 0 ? new Date(mtime) : mtime / 1000;
}

;// CONCATENATED MODULE: ./lib/archive/unpack.js











function jobStart(job) {
    return job.kind === 'batch' ? (job.entries[0]?.offset ?? 0) : job.entry.offset;
}
function jobNeeds(job) {
    return job.kind === 'batch' ? (job.entries.at(-1)?.end ?? 0) : job.entry.offset;
}
class ReusableBuffer {
    #buffer = Buffer.alloc(0);
    take(length) {
        if (this.#buffer.length < length)
            this.#buffer = Buffer.allocUnsafeSlow(length);
        return this.#buffer.subarray(0, length);
    }
}
const PROGRESS_INTERVAL = 1000;
const MAX_CHUNK = 4 << 20;
const MIN_CHUNK = 1 << 20;
let shared;
function sharedInflater(guard) {
    const usesInternals = mayUseInternals();
    if (shared?.usesInternals !== usesInternals)
        shared = { inflater: createInflater(guard), usesInternals };
    return shared.inflater;
}
async function unpack(job, context) {
    switch (job.kind) {
        case 'batch':
            return unpackBatch(job, context);
        case 'large': {
            const { entry } = job;
            const start = findData(entry, context);
            const end = start + entry.compressedSize;
            await writeLarge(entry, context, { start, end });
            checkDescriptor(viewOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry);
            return { files: entry.kind === 'folder' ? 0 : 1, bytes: entry.uncompressedSize };
        }
        case 'unpicked': {
            const { entry } = job;
            const end = findData(entry, context) + entry.compressedSize;
            context.onProgress?.(end);
            checkDescriptor(viewOf(readAt(context, end, entry.end - end)), 0, entry.end - end, entry);
            return { files: 0, bytes: 0 };
        }
    }
}
function unpackBatch({ entries, picked }, context) {
    const inflater = context.inflater ?? sharedInflater(context.guard);
    const start = entries[0]?.offset ?? 0;
    const batch = viewOf(readAt(context, start, (entries.at(-1)?.end ?? start) - start));
    const written = { files: 0, bytes: 0 };
    let reportedAt = performance.now();
    for (const [index, entry] of entries.entries()) {
        const at = entry.offset - start;
        const dataStart = at + checkLocalHeader(batch, at, entry);
        const dataEnd = dataStart + entry.compressedSize;
        checkDescriptor(batch, dataEnd, entry.end - start - dataEnd, entry);
        if (performance.now() - reportedAt > PROGRESS_INTERVAL) {
            context.onProgress?.();
            reportedAt = performance.now();
        }
        if (!picked[index])
            continue;
        const content = checkedContent(entry, inflater, batch.bytes.subarray(dataStart, dataEnd));
        if (entry.kind === 'folder')
            continue;
        const file = newFile(entry, context);
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
function checkedContent(entry, inflater, data) {
    const content = entry.method === 0 ? data : inflate(entry, inflater, data);
    checkSize(entry, content.length);
    if ((0,external_node_zlib_namespaceObject.crc32)(content) !== entry.crc32)
        throw wrongCrc(entry);
    return content;
}
function inflate(entry, inflater, data) {
    const { uncompressedSize: size } = entry;
    try {
        const { content, consumed } = inflater.inflate(data, size);
        if (consumed !== data.length && content.length <= size)
            throw leftOver(entry);
        return content;
    }
    catch (error) {
        throw inflateError(error, entry);
    }
}
async function writeLarge(entry, context, data) {
    const content = new ContentWriter(entry, context);
    try {
        if (entry.method === 0) {
            for (const chunk of readChunks(context, data)) {
                content.write(chunk);
                await content.written;
            }
        }
        else {
            await inflateLarge(entry, context, { data, content });
        }
        await content.written;
        content.finish();
    }
    finally {
        await content.written.catch(() => { });
        content.close();
    }
}
async function inflateLarge(entry, context, { data, content }) {
    const inflater = context.inflater ?? sharedInflater(context.guard);
    const { readsAhead } = inflater;
    const input = readChunks(context, data, { copies: readsAhead });
    try {
        for await (const chunk of inflater.inflateChunks(input, entry.compressedSize)) {
            await content.written;
            content.write(chunk);
            context.onProgress?.(readsAhead ? undefined : data.start + inflater.consumed);
        }
        if (inflater.consumed !== entry.compressedSize)
            throw leftOver(entry);
    }
    catch (error) {
        throw inflateError(error, entry);
    }
}
class ContentWriter {
    written = Promise.resolve();
    #entry;
    #file;
    #size = 0;
    #crc = 0;
    constructor(entry, context) {
        this.#entry = entry;
        this.#file = entry.kind === 'folder' ? undefined : newFile(entry, context);
    }
    write(chunk) {
        this.#size += chunk.length;
        if (this.#size > this.#entry.uncompressedSize)
            throw tooLarge(this.#entry);
        this.written = this.#file?.writeInBackground(chunk) ?? Promise.resolve();
        this.written.catch(() => { });
        this.#crc = (0,external_node_zlib_namespaceObject.crc32)(chunk, this.#crc);
    }
    finish() {
        checkSize(this.#entry, this.#size);
        if (this.#crc !== this.#entry.crc32)
            throw wrongCrc(this.#entry);
        this.#file?.finish();
    }
    close() {
        this.#file?.close();
    }
}
function* readChunks(context, { start, end }, { copies = false } = {}) {
    const { bytes, onProgress } = context;
    const reader = 'memory' in bytes ? new RingReader(bytes.memory, onProgress) : undefined;
    for (let at = start; at < end;) {
        onProgress?.(at);
        const arrived = reader === undefined ? 0 : reader.received - at;
        const length = Math.min(end - at, MAX_CHUNK, Math.max(MIN_CHUNK, arrived));
        if (reader === undefined)
            yield readAt(copies ? { ...context, readBuffer: undefined } : context, at, length);
        else if (copies)
            yield Buffer.from(reader.read(at, length));
        else
            yield* reader.pieces(at, length);
        at += length;
    }
}
function findData(entry, context) {
    const maxHeader = entry.end - entry.offset - entry.compressedSize;
    return entry.offset + checkLocalHeader(viewOf(readAt(context, entry.offset, maxHeader)), 0, entry);
}
function checkSize(entry, size) {
    const declared = entry.uncompressedSize;
    if (size > declared)
        throw tooLarge(entry);
    if (size < declared)
        throw refusePath('size', inflatesToLess(size, declared), entry.path);
}
function tooLarge(entry) {
    return refusePath('size', inflatesToMore(entry.uncompressedSize), entry.path);
}
function leftOver(entry) {
    return refusePath('deflate', archive_archiveReason('bytesLeftOver'), entry.path);
}
function wrongCrc(entry) {
    return refusePath('crc', archive_archiveReason('wrongCrc'), entry.path);
}
function inflateError(thrown, entry) {
    const { code } = thrown;
    if (code === 'ERR_BUFFER_TOO_LARGE')
        return tooLarge(entry);
    if (!code?.startsWith('Z_'))
        return thrown;
    const reason = archive_archiveReason(code === 'Z_BUF_ERROR' ? 'deflateUnfinished' : 'deflateInvalid');
    return refusePath('deflate', reason, entry.path);
}
function newFile(entry, { to }) {
    return new NewFile(`${to}/${entry.path}`, entry);
}
function readAt({ bytes, readBuffer, onProgress }, offset, length) {
    if ('memory' in bytes)
        return new RingReader(bytes.memory, onProgress).read(offset, length);
    const buffer = readBuffer?.take(length) ?? Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
        const count = (0,external_node_fs_namespaceObject.readSync)(bytes.descriptor, buffer, filled, length - filled, offset + filled);
        if (count === 0)
            throw new archive_error_ArchiveError('truncated', fileEnds(offset + filled));
        filled += count;
    }
    return buffer;
}

;// CONCATENATED MODULE: ./lib/archive/worker.js




const guard = external_node_worker_threads_namespaceObject.workerData;
const post = (message) => external_node_worker_threads_namespaceObject.parentPort?.postMessage(message);
const readBuffer = new ReusableBuffer();
let context;
let last = Promise.resolve();
sharedInflater(guard);
external_node_worker_threads_namespaceObject.parentPort?.on('message', (message) => {
    last = last.then(async () => {
        if (message.kind === 'begin') {
            const onProgress = (readTo) => post({ kind: 'progress', readTo });
            context = { ...message.context, guard, readBuffer, onProgress };
            return;
        }
        try {
            if (context === undefined)
                throw new TypeError('a job before the context');
            post({ kind: 'done', ...(await unpack(message, context)) });
        }
        catch (error) {
            post(error instanceof archive_error_ArchiveError
                ? { kind: 'refused', refusal: error.refusal, reason: error.reason, entry: error.entry }
                : { kind: 'failed', message: messageOf(error), code: error.code });
        }
    });
});

