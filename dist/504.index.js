export const id = 504;
export const ids = [504];
export const modules = {

/***/ 2422:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ viewOf)
/* harmony export */ });
function viewOf(bytes) {
    return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}


/***/ }),

/***/ 9081:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kv: () => (/* binding */ CENTRAL_SIZE),
/* harmony export */   Lw: () => (/* binding */ CENTRAL_SIGNATURE),
/* harmony export */   VC: () => (/* binding */ EXECUTABLE_MODE),
/* harmony export */   VV: () => (/* binding */ modeOf),
/* harmony export */   _g: () => (/* binding */ parseCentralHeader),
/* harmony export */   rE: () => (/* binding */ FILE_MODE),
/* harmony export */   rh: () => (/* binding */ FLAG_DESCRIPTOR)
/* harmony export */ });
/* harmony import */ var _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3030);
/* harmony import */ var _errors_attempt_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3978);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8890);
/* harmony import */ var _entry_name_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8496);
/* harmony import */ var _entry_path_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8332);
/* harmony import */ var _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8720);






const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_SIZE = 46;
const FLAG_DESCRIPTOR = 0x0008;
const FLAG_UTF8 = 0x0800;
const FLAGS_ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
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
        if (!(error instanceof _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS))
            throw error;
        throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArchiveError */ .d(error.refusal, error.reason, { entry: shownName(source, at) });
    }
}
function shownName(source, at) {
    const rawName = rawNameAt(source, at);
    const isFlagged = (source.view.getUint16(at + 8, true) & FLAG_UTF8) !== 0;
    const fields = isFlagged ? undefined : (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_5__/* .attempt */ .C)(() => (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .parseExtraFields */ .HM)(extraAt(source, at)));
    return (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_5__/* .attempt */ .C)(() => (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .unicodePathFor */ .AI)(rawName, fields?.unicodePath)) ?? (0,_entry_name_js__WEBPACK_IMPORTED_MODULE_2__/* .decodeUnflagged */ .e)(rawName);
}
function parse(source, at, platform) {
    const { bytes, view } = source;
    const nameStart = at + CENTRAL_SIZE;
    const nameEnd = nameStart + view.getUint16(at + 28, true);
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const unsupported = unsupportedFeature(view.getUint16(at + 6, true), flags, method);
    if (unsupported !== undefined)
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS(unsupported, 'unsupported');
    const fields = view.getUint16(at + 30, true) === 0 ? _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .NO_EXTRA_FIELDS */ .p_ : (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .parseExtraFields */ .HM)(extraAt(source, at));
    const sizes = sizesOf(view, at, fields.zip64);
    if (sizes.disk !== 0)
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('otherDisk'), 'unsupported');
    const rawName = bytes.toString('latin1', nameStart, nameEnd);
    const unicodeName = fields.unicodePath === undefined ? undefined : (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .unicodePathFor */ .AI)(rawNameAt(source, at), fields.unicodePath);
    const isPlain = unicodeName === undefined && ASCII.test(rawName);
    const name = isPlain ? rawName : decodeName(rawNameAt(source, at), flags, unicodeName);
    const isFolder = name.endsWith('/');
    const path = (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_3__/* .pathOfName */ ._8)(name);
    const problem = pathProblem(name, path, platform);
    if (problem !== undefined)
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS(problem.reason, problem.refusal);
    const attributes = view.getUint32(at + 38, true);
    checkKind({
        isFolder,
        attributes,
        isUnix: view.getUint8(at + 5) === 3,
        hasData: sizes.uncompressedSize > 0
    });
    if (isFolder && sizes.uncompressedSize !== 0)
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('folderWithData'));
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
    const isPlain = uncompressedSize !== _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_32 */ .RG &&
        compressedSize !== _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_32 */ .RG &&
        offset !== _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_32 */ .RG &&
        disk !== _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_16 */ .xn;
    if (isPlain && zip64 === undefined)
        return { uncompressedSize, compressedSize, offset, disk };
    return (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .resolveZip64 */ .Cs)(zip64, [
        { key: 'uncompressedSize', value: uncompressedSize, isMarker: uncompressedSize === _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_32 */ .RG, bytes: 8 },
        { key: 'compressedSize', value: compressedSize, isMarker: compressedSize === _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_32 */ .RG, bytes: 8 },
        { key: 'offset', value: offset, isMarker: offset === _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_32 */ .RG, bytes: 8 },
        { key: 'disk', value: disk, isMarker: disk === _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .MARKER_16 */ .xn, bytes: 4 }
    ]);
}
function unsupportedFeature(version, flags, method) {
    if ((flags & FLAGS_ENCRYPTED) !== 0)
        return (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('encrypted');
    if ((flags & FLAG_PATCH) !== 0)
        return (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('patchData');
    if ((version & 0xff) > MAX_VERSION)
        return (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .newerVersion */ .ip)((version & 0xff) / 10);
    return method === 0 || method === 8 ? undefined : (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .unsupportedMethod */ .Tj)(method, METHOD_NAMES[method]);
}
function decodeName(rawName, flags, unicodeName) {
    const isFlagged = (flags & FLAG_UTF8) !== 0;
    const name = isFlagged ? (0,_entry_name_js__WEBPACK_IMPORTED_MODULE_2__/* .decodeUtf8 */ ._)(rawName) : (0,_entry_name_js__WEBPACK_IMPORTED_MODULE_2__/* .decodeUnflagged */ .e)(rawName);
    if (name === undefined)
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('nameNotUtf8'), 'name');
    if (unicodeName === undefined || unicodeName === name)
        return name;
    if (isFlagged)
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('unicodePathDiffers'), 'mismatch');
    return unicodeName;
}
function pathProblem(name, path, platform) {
    if (name === './')
        return undefined;
    if (path === '' && name !== '')
        return { refusal: 'path', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('absolutePath') };
    return (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_3__/* .checkEntryPath */ .iX)(path, platform);
}
function checkKind(header) {
    const { isFolder, attributes, isUnix, hasData } = header;
    const type = (attributes >>> 16) & TYPE_MASK;
    const isPiped = type === TYPE_FIFO && hasData;
    if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER && !isPiped) {
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .specialFile */ .Am)(TYPES[type]), 'link');
    }
    const hasFolderMode = type === TYPE_FOLDER || (!isUnix && type === 0 && (attributes & DOS_FOLDER) !== 0);
    if (hasFolderMode && !isFolder)
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('folderMode'));
}
function checkSizes(method, { compressedSize, uncompressedSize }) {
    if (method === 0 && compressedSize !== uncompressedSize) {
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('storedSizesDiffer'), 'size');
    }
    if (method !== 0 && uncompressedSize > (compressedSize + 1) * MAX_RATIO) {
        throw new _extra_fields_js__WEBPACK_IMPORTED_MODULE_4__/* .HeaderError */ .AS((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .impossibleSize */ .Zm)(compressedSize, uncompressedSize), 'size');
    }
}
function dosTime(time, date) {
    return Date.UTC(1980 + (date >>> 9), ((date >>> 5) & 0xf) - 1, date & 0x1f, time >>> 11, (time >>> 5) & 0x3f, (time & 0x1f) * 2);
}


/***/ }),

/***/ 5153:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BV: () => (/* binding */ findEndError),
/* harmony export */   gb: () => (/* binding */ findStartError),
/* harmony export */   lB: () => (/* binding */ readEndRecord)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3030);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8890);
/* harmony import */ var _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8720);
/* harmony import */ var _random_access_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(9698);





const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1');
const END_SIZE = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_SIZE = 20;
const ZIP64_SIGNATURE = 0x06064b50;
const ZIP64_SIZE = 56;
const MAX_COMMENT = 65_535;
const MAX_TAIL = ZIP64_SIZE + LOCATOR_SIZE + END_SIZE + MAX_COMMENT;
const BLOCK = 1 << 20;
const MAX_SNIPPET = 100;
const SECRET = /\bsig(nature)?(=|:|%3d|&#\w+;|\\u003d|&quot;|").*|[\w+/=%&#;\\-]{32,}/gis;
async function readEndRecord(source) {
    const { tail, start, contentEnd } = await readTail(source);
    const at = await findEndRecord(tail, { start, contentEnd, source });
    const end = tail.subarray(at);
    const atOffset = start + at;
    const before = tail.subarray(Math.max(0, at - LOCATOR_SIZE), at);
    const locator = before.length === LOCATOR_SIZE && before.readUInt32LE(0) === LOCATOR_SIGNATURE ? before : undefined;
    for (const disk of [end.readUInt16LE(4), end.readUInt16LE(6)]) {
        const isMarker = disk === _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_16 */ .xn && locator !== undefined;
        if (disk !== 0 && !isMarker)
            throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('unsupported', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('multiDisk'));
    }
    const plain = {
        entryCount: end.readUInt16LE(10),
        entriesOnDisk: end.readUInt16LE(8),
        size: end.readUInt32LE(12),
        offset: end.readUInt32LE(16)
    };
    const place = locator === undefined
        ? { ...plain, end: atOffset }
        : await readZip64(source, { locator, locatorOffset: atOffset - LOCATOR_SIZE, plain });
    const { entryCount, entriesOnDisk, offset, size } = place;
    if (entriesOnDisk !== entryCount)
        throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('entriesOnOtherDisks'));
    if (offset + size !== place.end) {
        throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .wrongDirectoryEnd */ .ut)(offset + size, place.end));
    }
    return { entryCount, offset, size };
}
async function readTail(source) {
    const { size } = source;
    let start = Math.max(0, size - MAX_TAIL - END_SIZE);
    let tail = await source.read(start, size - start);
    let contentEnd = start + lengthWithoutNuls(tail);
    const memory = contentEnd === start ? Buffer.allocUnsafe(Math.min(BLOCK, start)) : undefined;
    for (let at = start; contentEnd === at && at > 0;) {
        const length = Math.min(BLOCK, at);
        at -= length;
        contentEnd = at + lengthWithoutNuls(await source.read(at, length, memory));
    }
    if (start > 0 && contentEnd - MAX_TAIL < start) {
        start = Math.max(0, contentEnd - MAX_TAIL);
        tail = await source.read(start, Math.min(size, contentEnd + END_SIZE + MAX_COMMENT) - start);
    }
    return { tail, start, contentEnd };
}
function lengthWithoutNuls(bytes) {
    let length = bytes.length;
    while (length > 0 && bytes[length - 1] === 0)
        length--;
    return length;
}
async function findEndRecord(tail, { start, contentEnd, source }) {
    const found = [];
    let misplaced;
    for (let before = tail.length - END_SIZE; before >= 0;) {
        const at = tail.lastIndexOf(END_SIGNATURE, before);
        if (at === -1)
            break;
        before = at - 1;
        const end = start + at + END_SIZE + tail.readUInt16LE(at + 20);
        if (end >= contentEnd && end <= source.size)
            found.push(at);
        else
            misplaced ??= end < contentEnd ? 'bytesAfterEnd' : 'endCutOff';
    }
    const [last, ...others] = found;
    if (last === undefined)
        throw await noEndRecord(tail, source, misplaced);
    const isInComment = tail.indexOf(END_SIGNATURE, last + END_SIZE) >= 0;
    if (others.length > 0 || isInComment)
        throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('endRecordInComment'));
    return last;
}
async function noEndRecord(tail, source, misplaced) {
    const start = tail.length === source.size ? tail : await source.read(0, Math.min(source.size, MAX_SNIPPET));
    if (misplaced === 'bytesAfterEnd')
        return new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)(misplaced));
    if (misplaced === 'endCutOff')
        return new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('truncated', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)(misplaced));
    return startError(start) ?? new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('truncated', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('endMissing'));
}
async function findEndError(file) {
    const opened = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(file);
    try {
        await readEndRecord(new _random_access_js__WEBPACK_IMPORTED_MODULE_4__/* .FileAccess */ .z(opened.fd, (await opened.stat()).size));
        return undefined;
    }
    catch (error) {
        if (error instanceof _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d)
            return error;
        throw error;
    }
    finally {
        await opened.close();
    }
}
async function findStartError(file) {
    const opened = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(file);
    try {
        const { buffer, bytesRead } = await opened.read(Buffer.alloc(MAX_SNIPPET), 0, MAX_SNIPPET, 0);
        return startError(buffer.subarray(0, bytesRead));
    }
    finally {
        await opened.close();
    }
}
function startError(start) {
    if (start.length === 0)
        return new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('not-a-zip', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('emptyFile'));
    const localSignature = Buffer.from('PK\x03\x04', 'latin1');
    const looksLikeZip = localSignature.subarray(0, start.length).equals(start.subarray(0, 4)) ||
        start.indexOf('PK\x05', 0, 'latin1') === 0;
    if (looksLikeZip)
        return undefined;
    const text = start.toString('utf8').replace(SECRET, '…');
    return new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('not-a-zip', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .notAZip */ .cj)(text.slice(0, MAX_SNIPPET), MAX_SNIPPET));
}
async function readZip64(source, { locator, locatorOffset, plain }) {
    try {
        if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) {
            throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('unsupported', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('multiDisk'));
        }
        const end = (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(locator, 8);
        if (end + ZIP64_SIZE !== locatorOffset)
            throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('zip64RecordMissing'));
        const record = await source.read(end, ZIP64_SIZE);
        if (record.readUInt32LE(0) !== ZIP64_SIGNATURE)
            throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('zip64RecordUnsigned'));
        if ((0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(record, 4) !== ZIP64_SIZE - 12)
            throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('zip64RecordSector'));
        if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) {
            throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('unsupported', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('multiDisk'));
        }
        const full = {
            entriesOnDisk: (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(record, 24),
            entryCount: (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(record, 32),
            size: (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(record, 40),
            offset: (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(record, 48)
        };
        for (const key of ['entriesOnDisk', 'entryCount', 'size', 'offset']) {
            const marker = key === 'size' || key === 'offset' ? _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_32 */ .RG : _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_16 */ .xn;
            if (plain[key] !== marker && plain[key] !== full[key])
                throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveReason */ .zR)('endRecordsDisagree'));
        }
        return { ...full, end };
    }
    catch (error) {
        throw error instanceof _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .HeaderError */ .AS
            ? new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .zip64RecordInvalid */ .YM)(error.reason))
            : error;
    }
}


/***/ }),

/***/ 8496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ decodeUtf8),
/* harmony export */   e: () => (/* binding */ decodeUnflagged)
/* harmony export */ });
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var _errors_attempt_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3978);


const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
function decodeUtf8(bytes) {
    if ((0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isAscii)(bytes))
        return bytes.toString('latin1');
    return (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_1__/* .attempt */ .C)(() => utf8.decode(bytes));
}
function decodeUnflagged(bytes) {
    return (decodeUtf8(bytes) ??
        Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join(''));
}


/***/ }),

/***/ 8332:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   PR: () => (/* binding */ MAX_PATH_BYTES),
/* harmony export */   _8: () => (/* binding */ pathOfName),
/* harmony export */   cr: () => (/* binding */ checkSegment),
/* harmony export */   iX: () => (/* binding */ checkEntryPath),
/* harmony export */   kK: () => (/* binding */ refusePath),
/* harmony export */   lW: () => (/* binding */ pathIn),
/* harmony export */   tu: () => (/* binding */ foldPath)
/* harmony export */ });
/* harmony import */ var _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3030);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8890);


const MAX_SEGMENT_BYTES = 255;
const MAX_PATH_BYTES = 4096;
const PLAIN = /^[\w@+-][\w@+.-]*(?:\/[\w@+-][\w@+.-]*)*$/;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$/i;
function refusePath(refusal, reason, path) {
    return new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArchiveError */ .d(refusal, reason, { entry: path || './' });
}
function pathOfName(name) {
    const start = name.startsWith('./') ? 2 : 0;
    return name.endsWith('/') && name.length > start ? name.slice(start, -1) : name.slice(start);
}
function pathIn(folder, path) {
    return folder === '' ? path : `${folder}/${path}`;
}
function checkEntryPath(path, platform) {
    if (platform !== 'win32' && path.length <= MAX_SEGMENT_BYTES && PLAIN.test(path))
        return undefined;
    if (path === '')
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('emptyName') };
    if (path.startsWith('/'))
        return { refusal: 'path', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('absolutePath') };
    if (/^[A-Za-z]:/.test(path))
        return { refusal: 'path', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('driveLetter') };
    if (Buffer.byteLength(path) > MAX_PATH_BYTES)
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .pathTooLong */ .GL)(MAX_PATH_BYTES) };
    for (const segment of path.split('/')) {
        const problem = checkSegment(segment, platform);
        if (problem !== undefined)
            return problem;
    }
    return undefined;
}
function checkSegment(segment, platform) {
    if (segment === '')
        return { refusal: 'path', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('emptySegment') };
    if (segment === '.' || segment === '..')
        return { refusal: 'path', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .leadsElsewhere */ .aW)(segment) };
    if (segment.includes('\\'))
        return { refusal: 'path', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('backslash') };
    if (segment.includes('/'))
        return { refusal: 'path', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('slash') };
    if (CONTROL.test(segment))
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('controlCharacter') };
    if (!segment.isWellFormed())
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('notUnicode') };
    if (Buffer.byteLength(segment) > MAX_SEGMENT_BYTES) {
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .segmentTooLong */ .u$)(MAX_SEGMENT_BYTES) };
    }
    return platform === 'win32' ? checkWindowsName(segment) : undefined;
}
function checkWindowsName(name) {
    if (WINDOWS_RESERVED.test(name))
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('windowsReserved') };
    if (/[<>:"|?*]/.test(name))
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('windowsCharacter') };
    if (/[. ]$/.test(name))
        return { refusal: 'name', reason: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('windowsEnding') };
    return undefined;
}
function foldPath(path) {
    return path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD');
}


/***/ }),

/***/ 8720:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AI: () => (/* binding */ unicodePathFor),
/* harmony export */   AS: () => (/* binding */ HeaderError),
/* harmony export */   Cs: () => (/* binding */ resolveZip64),
/* harmony export */   HM: () => (/* binding */ parseExtraFields),
/* harmony export */   RG: () => (/* binding */ MARKER_32),
/* harmony export */   p_: () => (/* binding */ NO_EXTRA_FIELDS),
/* harmony export */   xn: () => (/* binding */ MARKER_16),
/* harmony export */   y5: () => (/* binding */ safeUInt64)
/* harmony export */ });
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8522);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8890);
/* harmony import */ var _entry_name_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8496);



class HeaderError extends Error {
    reason;
    refusal;
    constructor(reason, refusal = 'structure') {
        super(reason);
        this.reason = reason;
        this.refusal = refusal;
    }
}
const MARKER_16 = 0xffff;
const MARKER_32 = 0xffffffff;
const ZIP64 = 0x0001;
const EXTENDED_TIMESTAMP = 0x5455;
const UNICODE_PATH = 0x7075;
const NO_EXTRA_FIELDS = { zip64: undefined, mtime: undefined, unicodePath: undefined };
function parseExtraFields(extra) {
    const fields = { ...NO_EXTRA_FIELDS };
    for (let at = 0; at < extra.length;) {
        if (at + 4 > extra.length)
            throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('extraFieldsOverrun'));
        const id = extra.readUInt16LE(at);
        const end = at + 4 + extra.readUInt16LE(at + 2);
        if (end > extra.length)
            throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('extraFieldsOverrun'));
        const data = extra.subarray(at + 4, end);
        if (id === ZIP64) {
            if (fields.zip64 !== undefined)
                throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('twoZip64Fields'));
            fields.zip64 = data;
        }
        else if (id === UNICODE_PATH) {
            if (fields.unicodePath !== undefined)
                throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('twoUnicodePaths'));
            fields.unicodePath = data;
        }
        else if (id === EXTENDED_TIMESTAMP && data.length >= 5 && (data.readUInt8(0) & 1) === 1) {
            fields.mtime = data.readInt32LE(1);
        }
        at = end;
    }
    return fields;
}
function unicodePathFor(headerName, field) {
    if (field === undefined || field.length < 5 || field.readUInt8(0) !== 1)
        return undefined;
    if (field.readUInt32LE(1) !== (0,node_zlib__WEBPACK_IMPORTED_MODULE_0__.crc32)(headerName))
        return undefined;
    const name = (0,_entry_name_js__WEBPACK_IMPORTED_MODULE_2__/* .decodeUtf8 */ ._)(field.subarray(5));
    if (name === undefined)
        throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('unicodePathNotUtf8'));
    return name;
}
function resolveZip64(field, values) {
    const resolved = Object.fromEntries(values.map(({ key, value }) => [key, value]));
    let at = 0;
    const read = (bytes) => (bytes === 4 ? field?.readUInt32LE(at) : field && safeUInt64(field, at));
    const length = field?.length ?? 0;
    for (const { key, isMarker, bytes } of values) {
        if (!isMarker)
            continue;
        if (field === undefined)
            throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('zip64Missing'));
        if (at + bytes > length)
            throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('zip64TooShort'));
        resolved[key] = read(bytes);
        at += bytes;
    }
    for (const { value, isMarker, bytes } of values) {
        if (!isMarker && at + bytes <= length && read(bytes) === value)
            at += bytes;
    }
    if (at !== length)
        throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('zip64Disagrees'));
    return resolved;
}
function safeUInt64(buffer, at) {
    const value = buffer.readBigUInt64LE(at);
    if (value > Number.MAX_SAFE_INTEGER)
        throw new HeaderError((0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .archiveReason */ .zR)('numberTooLarge'));
    return Number(value);
}


/***/ }),

/***/ 400:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Qh: () => (/* binding */ extractArchive),
  Bq: () => (/* binding */ foldsNames),
  dP: () => (/* binding */ planExtraction)
});

// UNUSED EXPORTS: ExtractionPlan

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/errors/archive-error.js
var archive_error = __webpack_require__(3030);
// EXTERNAL MODULE: ./lib/messages/archive.js
var archive = __webpack_require__(8890);
// EXTERNAL MODULE: ./lib/archive/byte-view.js
var byte_view = __webpack_require__(2422);
// EXTERNAL MODULE: ./lib/archive/central-header.js
var central_header = __webpack_require__(9081);
// EXTERNAL MODULE: ./lib/archive/end-record.js
var end_record = __webpack_require__(5153);
// EXTERNAL MODULE: ./lib/archive/entry-path.js
var entry_path = __webpack_require__(8332);
// EXTERNAL MODULE: ./lib/archive/local-header.js
var local_header = __webpack_require__(2991);
// EXTERNAL MODULE: ./lib/archive/path-rules.js
var path_rules = __webpack_require__(4717);
// EXTERNAL MODULE: ./lib/archive/path-table.js
var path_table = __webpack_require__(4902);
;// CONCATENATED MODULE: ./lib/archive/uint53-array.js
const HIGH_UNIT = 2 ** 32;
class Uint53Array {
    #low;
    #high;
    constructor(length) {
        this.#low = new Uint32Array(length);
        this.#high = new Uint32Array(length);
    }
    get(index) {
        return this.#high[index] * HIGH_UNIT + this.#low[index];
    }
    set(index, value) {
        this.#low[index] = value;
        if (value >= HIGH_UNIT)
            this.#high[index] = Math.floor(value / HIGH_UNIT);
    }
}

;// CONCATENATED MODULE: ./lib/archive/entries.js








const FOLDER = 1;
const SLASH = 2;
const EXECUTABLE = 4;
const DEFLATED = 8;
const PICKED = 16;
const UNICODE_PATH = 32;
const DOT = 64;
const IS_FILE = 1;
const IS_FOLDER = 2;
const IS_PARENT = 4;
const IS_NEEDED = 8;
const FIRST_TIME = -(2 ** 31);
class Entries {
    length = 0;
    end = 0;
    pickedLength = 0;
    pickedBytes = 0;
    pickedFolders = 0;
    #files = 0;
    #bytes = 0;
    #picksAll = false;
    #paths;
    #nodes;
    #bits;
    #flags;
    #firstFlags = 0;
    #nameLengths;
    #crcs;
    #compressed;
    #uncompressed;
    #times;
    #offsets;
    #rawNames = new Map();
    #order;
    #isInOrder = true;
    #fits = true;
    #leastEnd = 0;
    #hasClash = false;
    constructor(capacity) {
        if (capacity > path_rules/* MAX_PATHS */.KD)
            throw (0,path_rules/* tooManyError */.G8)();
        this.#paths = new path_table/* PathTable */.m(capacity);
        this.#nodes = new Uint32Array(capacity);
        this.#bits = new Uint8Array(capacity);
        this.#flags = new Uint16Array(capacity);
        this.#nameLengths = new Uint16Array(capacity);
        this.#crcs = new Uint32Array(capacity);
        this.#compressed = new Uint53Array(capacity);
        this.#uncompressed = new Uint53Array(capacity);
        this.#times = new Uint53Array(capacity);
        this.#offsets = new Uint53Array(capacity);
    }
    add(entry) {
        const index = this.length++;
        const { path, rawName, offset } = entry;
        const isFolder = entry.kind === 'folder';
        const node = path === '' ? path_table/* ROOT */.D : this.#paths.add(path);
        if (this.#paths.size > path_rules/* MAX_PATHS */.KD)
            throw (0,path_rules/* tooManyError */.G8)();
        if (!isFolder)
            this.#files++;
        if (!isFolder && (this.#paths.flagsOf(node) & IS_FILE) !== 0)
            throw (0,entry_path/* refusePath */.kK)('duplicate', (0,archive/* archiveReason */.zR)('duplicatePath'), path);
        this.#mark(node, isFolder ? IS_FOLDER : IS_FILE);
        this.#markParents(this.#paths.parentOf(node), IS_PARENT);
        const bits = (rawName.endsWith('/') ? SLASH : 0) | (rawName.startsWith('./') ? DOT : 0);
        const name = nameOf(path, bits);
        if (name !== rawName && latin1Of(name) !== rawName)
            this.#rawNames.set(index, rawName);
        this.#bits[index] =
            bits |
                (isFolder ? FOLDER : 0) |
                (entry.mode === central_header/* EXECUTABLE_MODE */.VC ? EXECUTABLE : 0) |
                (entry.method === 8 ? DEFLATED : 0) |
                (entry.hasUnicodePath ? UNICODE_PATH : 0);
        this.#nodes[index] = node;
        if (index === 0)
            this.#firstFlags = entry.flags;
        if (entry.flags !== this.#firstFlags)
            this.#flags[index] = entry.flags ^ this.#firstFlags;
        this.#nameLengths[index] = rawName.length;
        this.#crcs[index] = entry.crc32;
        this.#compressed.set(index, entry.compressedSize);
        this.#uncompressed.set(index, entry.uncompressedSize);
        this.#times.set(index, entry.mtime / 1000 - FIRST_TIME);
        this.#offsets.set(index, offset);
        const spare = offset - this.#leastEnd;
        this.#fits &&= index === 0 || (spare >= 0 && spare <= local_header/* MAX_OVERHEAD */.Ov);
        this.#isInOrder &&= this.#fits || offset >= this.#offsets.get(index - 1);
        this.#leastEnd = offset + local_header/* LOCAL_SIZE */.a_ + rawName.length + entry.compressedSize;
        this.#bytes += entry.uncompressedSize;
    }
    checkTree(folds) {
        for (let index = 0; this.#hasClash && index < this.length; index++) {
            const node = this.#nodes[index];
            const nodeBits = this.#paths.flagsOf(node);
            const bits = this.#bits[index];
            if ((bits & FOLDER) !== 0 || (nodeBits & (IS_FOLDER | IS_PARENT)) === 0)
                continue;
            if ((nodeBits & IS_PARENT) === 0 || this.#uncompressed.get(index) !== 0) {
                throw (0,entry_path/* refusePath */.kK)('duplicate', (0,archive/* archiveReason */.zR)('fileAndFolder'), this.#paths.pathOf(node));
            }
            this.#bits[index] = bits | FOLDER;
            this.#files--;
        }
        this.#paths.seal();
        if (folds)
            new path_rules/* FoldedNames */.hU(this.#paths).check();
    }
    fillExtents(directoryOffset) {
        if (!this.#isInOrder) {
            this.#order = Uint32Array.from({ length: this.length }, (_, index) => index);
            this.#order.sort((a, b) => this.#offsets.get(a) - this.#offsets.get(b));
        }
        this.end = directoryOffset;
        const first = this.#offsetAt(0);
        if (first !== 0)
            throw new archive_error/* ArchiveError */.d('structure', (0,archive/* bytesBeforeFirstEntry */.B_)(first));
        const last = this.length - 1;
        if (last >= 0 && this.#offsetAt(last) > directoryOffset) {
            throw (0,entry_path/* refusePath */.kK)('overlap', (0,archive/* archiveReason */.zR)('beyondDirectory'), this.at(last).path);
        }
        for (let position = this.#fits ? Math.max(0, last) : 0; position <= last; position++) {
            const index = this.#order?.[position] ?? position;
            const span = this.#offsetAt(position + 1) - this.#offsets.get(index);
            const spare = span - local_header/* LOCAL_SIZE */.a_ - this.#nameLengths[index] - this.#compressed.get(index);
            if (spare < 0) {
                const reason = position < last ? 'overlapsNext' : 'overlapsDirectory';
                throw (0,entry_path/* refusePath */.kK)('overlap', (0,archive/* archiveReason */.zR)(reason), this.at(position).path);
            }
            if (spare > local_header/* MAX_OVERHEAD */.Ov)
                throw (0,entry_path/* refusePath */.kK)('structure', (0,archive/* archiveReason */.zR)('strayBytes'), this.at(position).path);
        }
    }
    pick(pick) {
        if (pick === undefined) {
            this.#picksAll = true;
            this.pickedLength = this.length;
            this.pickedBytes = this.#bytes;
            this.pickedFolders = this.#paths.size - this.#files;
            return;
        }
        for (let index = 0; index < this.length; index++) {
            const node = this.#nodes[index];
            const bits = this.#bits[index];
            if ((bits & FOLDER) !== 0 || !pick(this.#paths.pathOf(node)))
                continue;
            this.#bits[index] = bits | PICKED;
            this.pickedFolders += this.#markParents(this.#paths.parentOf(node), IS_NEEDED);
            this.pickedLength++;
            this.pickedBytes += this.#uncompressed.get(index);
        }
    }
    pickedBytesOf(matches) {
        let bytes = 0;
        for (let index = 0; index < this.length; index++) {
            const bits = this.#bits[index];
            if ((bits & FOLDER) !== 0 || !(this.#picksAll || (bits & PICKED) !== 0))
                continue;
            if (matches(this.#paths.pathOf(this.#nodes[index])))
                bytes += this.#uncompressed.get(index);
        }
        return bytes;
    }
    isPicked(position) {
        return this.#picksAll || (this.#bits[this.#order?.[position] ?? position] & PICKED) !== 0;
    }
    *neededFolders() {
        const needed = this.#picksAll ? IS_FOLDER | IS_PARENT : IS_NEEDED;
        for (let node = 1; node <= this.#paths.size; node++) {
            if ((this.#paths.flagsOf(node) & needed) !== 0)
                yield this.#paths.pathOf(node);
        }
    }
    extentAt(position) {
        return { start: this.#offsetAt(position), end: this.#offsetAt(position + 1) };
    }
    at(position) {
        const index = this.#order?.[position] ?? position;
        const bits = this.#bits[index];
        const path = this.#paths.pathOf(this.#nodes[index]);
        const name = nameOf(path, bits);
        return {
            path,
            kind: (bits & FOLDER) === 0 ? 'file' : 'folder',
            rawName: this.#rawNames.get(index) ?? (name.length === this.#nameLengths[index] ? name : latin1Of(name)),
            hasUnicodePath: (bits & UNICODE_PATH) !== 0,
            flags: this.#flags[index] ^ this.#firstFlags,
            method: (bits & DEFLATED) === 0 ? 0 : 8,
            crc32: this.#crcs[index],
            compressedSize: this.#compressed.get(index),
            uncompressedSize: this.#uncompressed.get(index),
            mode: (bits & EXECUTABLE) === 0 ? central_header/* FILE_MODE */.rE : central_header/* EXECUTABLE_MODE */.VC,
            mtime: (this.#times.get(index) + FIRST_TIME) * 1000,
            offset: this.#offsets.get(index),
            end: this.#offsetAt(position + 1)
        };
    }
    *[Symbol.iterator]() {
        for (let position = 0; position < this.length; position++)
            yield this.at(position);
    }
    #offsetAt(position) {
        return position < this.length ? this.#offsets.get(this.#order?.[position] ?? position) : this.end;
    }
    #mark(node, bit) {
        const bits = this.#paths.flagsOf(node) | bit;
        this.#paths.setFlags(node, bits);
        this.#hasClash ||= (bits & IS_FILE) !== 0 && (bits & (IS_FOLDER | IS_PARENT)) !== 0;
    }
    #markParents(folder, bit) {
        let count = 0;
        for (let node = folder; node !== path_table/* ROOT */.D && (this.#paths.flagsOf(node) & bit) === 0;) {
            this.#mark(node, bit);
            node = this.#paths.parentOf(node);
            count++;
        }
        return count;
    }
}
function nameOf(path, bits) {
    const name = (bits & SLASH) === 0 || path === '' ? path : `${path}/`;
    return (bits & DOT) === 0 ? name : `./${name}`;
}
function latin1Of(name) {
    return Buffer.from(name).toString('latin1');
}

;// CONCATENATED MODULE: ./lib/archive/directory.js






const BLOCK = 1 << 20;
const MAX_HEADER = central_header/* CENTRAL_SIZE */.Kv + 3 * 0xffff;
async function readDirectory(source, { platform, folds, onCount }) {
    const { entryCount, offset, size } = await (0,end_record/* readEndRecord */.lB)(source);
    if (entryCount * central_header/* CENTRAL_SIZE */.Kv > size) {
        throw new archive_error/* ArchiveError */.d('structure', (0,archive/* impossibleEntryCount */.BL)(entryCount));
    }
    const entries = new Entries(entryCount);
    onCount?.(entryCount);
    const end = offset + size;
    const memory = Buffer.allocUnsafe(Math.min(BLOCK, size));
    for (let at = offset; at < end;) {
        const bytes = await source.read(at, Math.min(BLOCK, end - at), memory);
        const block = { ...(0,byte_view/* viewOf */.d)(bytes), start: at, isLast: at + bytes.length === end };
        at += addHeaders(block, { entries, entryCount, platform });
    }
    if (entries.length !== entryCount) {
        throw new archive_error/* ArchiveError */.d('structure', (0,archive/* wrongEntryCount */.Ld)(entries.length, entryCount));
    }
    entries.checkTree(folds);
    entries.fillExtents(offset);
    return entries;
}
function addHeaders({ bytes, view, start, isLast }, { entries, entryCount, platform }) {
    const { length } = bytes;
    let at = 0;
    while (at < length && (isLast || length - at >= MAX_HEADER)) {
        const isHeader = length - at >= central_header/* CENTRAL_SIZE */.Kv && view.getUint32(at, true) === central_header/* CENTRAL_SIGNATURE */.Lw;
        if (!isHeader)
            throw new archive_error/* ArchiveError */.d('structure', (0,archive/* noDirectoryEntry */.dt)(start + at));
        const end = at +
            central_header/* CENTRAL_SIZE */.Kv +
            view.getUint16(at + 28, true) +
            view.getUint16(at + 30, true) +
            view.getUint16(at + 32, true);
        if (end > length)
            throw new archive_error/* ArchiveError */.d('structure', (0,archive/* directoryEntryCutOff */.vP)(start + at));
        if (entries.length === entryCount)
            throw new archive_error/* ArchiveError */.d('structure', (0,archive/* archiveReason */.zR)('moreEntriesThanCounted'));
        entries.add((0,central_header/* parseCentralHeader */._g)({ bytes, view }, at, platform));
        at = end;
    }
    return at;
}

// EXTERNAL MODULE: ./lib/archive/inflater.js
var inflater = __webpack_require__(4947);
;// CONCATENATED MODULE: ./lib/archive/picked-ranges.js
const MAX_GAP = 64 << 10;
function pickedRanges(entries) {
    const ranges = [];
    for (let position = 0; position < entries.length; position++) {
        if (!entries.isPicked(position))
            continue;
        const { start, end } = entries.extentAt(position);
        const last = ranges.at(-1);
        if (last !== undefined && start - last.end <= MAX_GAP)
            last.end = end;
        else
            ranges.push({ start, end, to: last === undefined ? 0 : last.to + last.end - last.start });
    }
    return ranges;
}

// EXTERNAL MODULE: ./lib/archive/random-access.js
var random_access = __webpack_require__(9698);
// EXTERNAL MODULE: ./lib/archive/size-limits.js
var size_limits = __webpack_require__(318);
// EXTERNAL MODULE: ./lib/archive/unpack.js
var unpack = __webpack_require__(5654);
;// CONCATENATED MODULE: ./lib/archive/extract.js










const BATCH_BYTES = 1 << 20;
const BATCH_ENTRIES = 500;
const IN_PROCESS_BYTES = 1 << 20;
const IN_PROCESS_ENTRIES = 200;
const BYTES_PER_WORKER = 4 << 20;
const FOLDERS_AT_ONCE = 200;
async function extractArchive(options) {
    const archive = await (0,promises_.open)(options.file);
    try {
        const { size } = await archive.stat();
        const plan = await planExtraction(new random_access/* FileAccess */.z(archive.fd, size), options);
        return await plan.extract({ descriptor: archive.fd }, options);
    }
    finally {
        await archive.close();
    }
}
async function planExtraction(source, options) {
    const { to, pick, onCount, platform = process.platform } = options;
    const folds = options.folds ?? foldsNames(to);
    const entries = await readDirectory(source, { platform, folds, onCount });
    entries.pick(pick);
    await checkLimits(entries, options);
    return new ExtractionPlan(entries, to);
}
class ExtractionPlan {
    entries;
    to;
    #ranges;
    constructor(entries, to, ranges) {
        this.entries = entries;
        this.to = to;
        this.#ranges = ranges;
    }
    pickedOnly() {
        const ranges = pickedRanges(this.entries);
        return { ranges, plan: new ExtractionPlan(this.entries, this.to, ranges) };
    }
    *jobs() {
        const { entries } = this;
        const ranges = this.#ranges?.values();
        let range = ranges?.next().value;
        let batch = { kind: 'batch', entries: [], picked: [] };
        for (let position = 0; position < entries.length; position++) {
            const isPicked = entries.isPicked(position);
            if (ranges !== undefined && !isPicked)
                continue;
            const entry = entries.at(position);
            while (range !== undefined && entry.offset >= range.end)
                range = ranges?.next().value;
            if (range !== undefined) {
                entry.offset += range.to - range.start;
                entry.end += range.to - range.start;
            }
            const isLarge = entry.compressedSize > inflater/* MAX_BUFFERED */.N || entry.uncompressedSize > inflater/* MAX_BUFFERED */.N;
            const span = entry.end - (batch.entries[0]?.offset ?? entry.offset);
            const isFull = span > BATCH_BYTES || batch.entries.length === BATCH_ENTRIES;
            if (batch.entries.length > 0 && (isLarge || isFull)) {
                yield batch;
                batch = { kind: 'batch', entries: [], picked: [] };
            }
            if (isLarge) {
                yield { kind: isPicked ? 'large' : 'unpicked', entry };
                continue;
            }
            batch.entries.push(entry);
            batch.picked.push(isPicked);
        }
        if (batch.entries.length > 0)
            yield batch;
    }
    async extract(from, { pool, signal }) {
        await createFolders(this.entries.neededFolders(), this.to);
        signal?.throwIfAborted();
        const stream = 'ring' in from ? from : undefined;
        const bytes = 'ring' in from ? { memory: from.ring.memory } : from;
        const context = { bytes, to: this.to };
        const jobs = this.jobs();
        const { length, end } = this.#extent;
        const work = Math.max(this.entries.pickedBytes, end);
        if (stream !== undefined || work > IN_PROCESS_BYTES || length > IN_PROCESS_ENTRIES) {
            const count = Math.min(length, 1 + Math.floor(work / BYTES_PER_WORKER));
            return await pool.run(jobs, { context, count, stream, signal });
        }
        const written = { files: 0, bytes: 0 };
        for (const job of jobs) {
            const { files, bytes: count } = await (0,unpack/* unpack */.l1)(job, context);
            written.files += files;
            written.bytes += count;
        }
        return written;
    }
    get #extent() {
        if (this.#ranges === undefined)
            return this.entries;
        const last = this.#ranges.at(-1);
        return {
            length: this.entries.pickedLength,
            end: last === undefined ? 0 : last.to + last.end - last.start
        };
    }
}
async function checkLimits(entries, { to, maxExtractedSize, isReplaced, already = { bytes: 0, folders: 0 } }) {
    const { pickedBytes, pickedFolders: folders } = entries;
    const size = { bytes: pickedBytes + folders * size_limits/* FOLDER_BYTES */.FS, folders };
    const replaced = isReplaced && maxExtractedSize !== undefined ? entries.pickedBytesOf(isReplaced) : 0;
    const total = { bytes: already.bytes + size.bytes - replaced, folders: already.folders + folders };
    (0,size_limits/* checkMaxSize */.y$)(total, maxExtractedSize);
    (0,size_limits/* checkFreeSpace */.f$)(size, await (0,size_limits/* freeSpace */.FP)(to));
}
async function createFolders(folders, to) {
    let count = 0;
    for (const folder of folders) {
        (0,external_node_fs_.mkdirSync)(`${to}/${folder}`);
        if (++count % FOLDERS_AT_ONCE === 0)
            await (0,external_node_timers_promises_.setImmediate)();
    }
}
function foldsNames(folder) {
    const probe = (0,external_node_fs_.mkdtempSync)(external_node_path_.join(folder, 'case-'));
    try {
        const upperCase = external_node_path_.join(folder, external_node_path_.basename(probe).toUpperCase());
        return (0,external_node_fs_.lstatSync)(upperCase, { throwIfNoEntry: false }) !== undefined;
    }
    finally {
        (0,external_node_fs_.rmdirSync)(probe);
    }
}


/***/ }),

/***/ 4947:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ MAX_BUFFERED),
/* harmony export */   O: () => (/* binding */ createInflater)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7075);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8522);
/* harmony import */ var _errors_attempt_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(3978);
/* harmony import */ var _memory_node_internals_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1308);
/* harmony import */ var _terminate_guard_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6389);





const OUTPUT = 2 << 20;
const MAX_BUFFERED = OUTPUT - 1;
const PLAIN_OUTPUT = 1 << 20;
function createInflater(guard) {
    return ((0,_memory_node_internals_js__WEBPACK_IMPORTED_MODULE_3__/* .mayUseInternals */ .l)() && (0,_terminate_guard_js__WEBPACK_IMPORTED_MODULE_2__/* .guarded */ .Nj)(guard, createInternalInflater)) || new PlainInflater(guard);
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
        const result = (0,_terminate_guard_js__WEBPACK_IMPORTED_MODULE_2__/* .guarded */ .Nj)(this.#guard, () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.inflateRawSync)(input, options));
        const { buffer, engine } = result;
        return { content: buffer, consumed: engine.bytesWritten };
    }
    async *inflateChunks(chunks) {
        const input = node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable.from(chunks);
        const engine = (0,_terminate_guard_js__WEBPACK_IMPORTED_MODULE_2__/* .guarded */ .Nj)(this.#guard, () => (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createInflateRaw)({ chunkSize: PLAIN_OUTPUT }));
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
        handle.writeSync(node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants.Z_FINISH, input, 0, input.length, output, 0, size + 1);
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
        const flush = isLast ? node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants.Z_FINISH : node_zlib__WEBPACK_IMPORTED_MODULE_1__.constants.Z_NO_FLUSH;
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
    const inflater = (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_4__/* .attempt */ .C)(() => new InternalInflater((0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.createInflateRaw)()));
    return (0,_errors_attempt_js__WEBPACK_IMPORTED_MODULE_4__/* .attempt */ .C)(() => inflater?.works()) ? inflater : undefined;
}


/***/ }),

/***/ 2991:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ov: () => (/* binding */ MAX_OVERHEAD),
/* harmony export */   YW: () => (/* binding */ checkDescriptor),
/* harmony export */   a_: () => (/* binding */ LOCAL_SIZE),
/* harmony export */   xT: () => (/* binding */ checkLocalHeader)
/* harmony export */ });
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8890);
/* harmony import */ var _central_header_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9081);
/* harmony import */ var _entry_path_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8332);
/* harmony import */ var _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8720);




const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_SIZE = 30;
const MAX_OVERHEAD = LOCAL_SIZE + 2 * 0xffff + 24;
const DESCRIPTOR_SIGNATURE = 0x08074b50;
const DESCRIPTOR_SIZES = [12, 16, 20, 24];
function checkLocalHeader({ bytes, view }, at, entry) {
    if (view.getUint32(at, true) !== LOCAL_SIGNATURE) {
        throw (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .archiveReason */ .zR)('noLocalHeader'), entry.path);
    }
    const nameLength = view.getUint16(at + 26, true);
    const length = LOCAL_SIZE + nameLength + view.getUint16(at + 28, true);
    const rest = entry.end - entry.offset - length - entry.compressedSize;
    if (rest < 0)
        throw (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('overlap', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .archiveReason */ .zR)('overlapsFollowing'), entry.path);
    const hasDescriptor = (entry.flags & _central_header_js__WEBPACK_IMPORTED_MODULE_1__/* .FLAG_DESCRIPTOR */ .rh) !== 0;
    if (hasDescriptor ? !DESCRIPTOR_SIZES.includes(rest) : rest !== 0) {
        throw (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .unexpectedBytes */ .z5)(rest, hasDescriptor), entry.path);
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
    const needsZip64 = compressed === _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_32 */ .RG || uncompressed === _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_32 */ .RG;
    if (needsZip64 || entry.hasUnicodePath || nameEnd < at + length) {
        const rawName = bytes.subarray(at + LOCAL_SIZE, nameEnd);
        checkExtra({ rawName, extra: bytes.subarray(nameEnd, at + length), uncompressed, compressed }, entry);
    }
    if (uncompressed !== _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_32 */ .RG)
        compare('uncompressed size', uncompressed, entry.uncompressedSize, entry);
    if (compressed !== _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_32 */ .RG)
        compare('compressed size', compressed, entry.compressedSize, entry);
    return length;
}
function compare(field, local, central, entry) {
    if (!agrees(local, central, entry))
        throw differs(field, entry);
}
function agrees(local, central, entry) {
    return local === central || (local === 0 && (entry.flags & _central_header_js__WEBPACK_IMPORTED_MODULE_1__/* .FLAG_DESCRIPTOR */ .rh) !== 0);
}
function differs(field, entry) {
    return (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('mismatch', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .localHeaderDiffers */ .gi)(field), entry.path);
}
function checkExtra(header, entry) {
    try {
        const { zip64, unicodePath } = (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .parseExtraFields */ .HM)(header.extra);
        const unicode = (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .unicodePathFor */ .AI)(header.rawName, unicodePath);
        const expected = entry.hasUnicodePath ? entry.path : undefined;
        if ((unicode === undefined ? undefined : (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .pathOfName */ ._8)(unicode)) !== expected)
            throw differs('Unicode path', entry);
        checkZip64(zip64, header, entry);
    }
    catch (error) {
        throw error instanceof _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .HeaderError */ .AS
            ? (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .inLocalHeader */ .If)(error.reason), entry.path)
            : error;
    }
}
function checkZip64(field, sizes, entry) {
    const { uncompressedSize, compressedSize } = entry;
    const hasBoth = field?.length === 16 &&
        agrees((0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(field, 0), uncompressedSize, entry) &&
        agrees((0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .safeUInt64 */ .y5)(field, 8), compressedSize, entry);
    if (hasBoth)
        return;
    const full = (0,_extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .resolveZip64 */ .Cs)(field, [zip64Size('uncompressed', sizes), zip64Size('compressed', sizes)]);
    compare('uncompressed size', full.uncompressed, uncompressedSize, entry);
    compare('compressed size', full.compressed, compressedSize, entry);
}
function zip64Size(key, sizes) {
    return { key, value: sizes[key], isMarker: sizes[key] === _extra_fields_js__WEBPACK_IMPORTED_MODULE_3__/* .MARKER_32 */ .RG, bytes: 8 };
}
function checkDescriptor({ view }, at, length, entry) {
    if (length === 0)
        return;
    const isSigned = length % 8 === 0;
    if (isSigned && view.getUint32(at, true) !== DESCRIPTOR_SIGNATURE) {
        throw (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('structure', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .archiveReason */ .zR)('descriptorUnsigned'), entry.path);
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
        throw (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('mismatch', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .archiveReason */ .zR)('descriptorDisagrees'), entry.path);
}


/***/ }),

/***/ 6939:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ NewFile),
/* harmony export */   n: () => (/* binding */ timeOf)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7975);


const append = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFile);
const CREATE = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_CREAT | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_EXCL;
class NewFile {
    #mtime;
    #descriptor;
    constructor(path, { mode, mtime }) {
        this.#mtime = mtime;
        this.#descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, CREATE, mode);
    }
    write(bytes) {
        for (let at = 0; at < bytes.length;)
            at += (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(this.#descriptor, bytes, at);
    }
    async writeInBackground(bytes) {
        await append(this.#descriptor, bytes);
    }
    finish() {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.futimesSync)(this.#descriptor, timeOf(this.#mtime), timeOf(this.#mtime));
    }
    close() {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(this.#descriptor);
    }
}
function timeOf(mtime) {
    return mtime < 0 ? new Date(mtime) : mtime / 1000;
}


/***/ }),

/***/ 4717:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G8: () => (/* binding */ tooManyError),
/* harmony export */   KD: () => (/* binding */ MAX_PATHS),
/* harmony export */   hU: () => (/* binding */ FoldedNames)
/* harmony export */ });
/* harmony import */ var _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3030);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8890);
/* harmony import */ var _entry_path_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8332);
/* harmony import */ var _path_table_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4902);




const MAX_PATHS = 4_000_000;
class FoldedNames {
    #paths;
    #folded;
    constructor(paths) {
        this.#paths = paths;
        this.#folded = new _path_table_js__WEBPACK_IMPORTED_MODULE_3__/* .PathTable */ .m(paths.size);
    }
    check() {
        const paths = this.#paths;
        for (let node = this.#folded.size + 1; node <= paths.size; node++) {
            const other = this.#folded.child(paths.parentOf(node), (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .foldPath */ .tu)(paths.nameOf(node)));
            if (other === node)
                continue;
            throw (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_2__/* .refusePath */ .kK)('duplicate', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .sameNameOnDisk */ ._Q)(paths.pathOf(other)), paths.pathOf(node));
        }
    }
}
function tooManyError() {
    return new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ArchiveError */ .d('limit', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .tooManyPaths */ .Gj)(MAX_PATHS), { hint: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_1__/* .tooManyPathsAdvice */ .Sz)() });
}


/***/ }),

/***/ 4902:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ ROOT),
/* harmony export */   m: () => (/* binding */ PathTable)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);

const PRIME = 2 ** 26 - 5;
const BLOCK = 64 << 10;
const FIRST_BLOCK = 1 << 10;
const MIN_CAPACITY = 16;
const GROWTH = 1.5;
const MAX_CACHED = 4000;
const ROOT = 0;
class PathTable {
    #parents;
    #names;
    #lengths;
    #flags;
    #next;
    #heads;
    #blocks = [Buffer.alloc(FIRST_BLOCK)];
    #filled = 0;
    #size = 0;
    #cachedNodes = new Map();
    #cachedPaths = new Map();
    #lastFolder = ROOT;
    #lastPath = '';
    #factor = (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomInt)(PRIME >> 1, PRIME);
    constructor(expected) {
        const length = Math.max(MIN_CAPACITY, Math.ceil(expected * GROWTH));
        this.#parents = new Uint32Array(length);
        this.#names = new Uint32Array(length);
        this.#lengths = new Uint16Array(length);
        this.#flags = new Uint8Array(length);
        this.#next = new Uint32Array(length);
        this.#heads = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(MIN_CAPACITY, expected))));
    }
    get size() {
        return this.#size;
    }
    parentOf(node) {
        return this.#parents[node];
    }
    flagsOf(node) {
        return this.#flags[node];
    }
    setFlags(node, flags) {
        this.#flags[node] = flags;
    }
    seal() {
        this.#next = new Uint32Array(0);
        this.#heads = new Uint32Array(0);
        this.#cachedNodes.clear();
    }
    add(path) {
        const slash = path.lastIndexOf('/');
        if (slash === -1)
            return this.child(ROOT, path);
        const folder = cached(this.#cachedNodes, path.slice(0, slash), folder => folder.split('/').reduce((node, name) => this.child(node, name), ROOT));
        return this.child(folder, path.slice(slash + 1));
    }
    pathOf(node) {
        const parent = this.parentOf(node);
        if (parent === ROOT)
            return this.nameOf(node);
        const folder = cached(this.#cachedPaths, parent, folder => {
            const names = [];
            let at = folder;
            for (; at !== ROOT && at !== this.#lastFolder; at = this.parentOf(at))
                names.push(this.nameOf(at));
            if (at !== ROOT)
                names.push(this.#lastPath);
            this.#lastFolder = folder;
            this.#lastPath = names.reverse().join('/');
            return this.#lastPath;
        });
        return `${folder}/${this.nameOf(node)}`;
    }
    nameOf(node) {
        const at = this.#names[node];
        const start = at % BLOCK;
        return this.#blockOf(at).toString('utf8', start, start + this.#lengths[node]);
    }
    child(parent, name) {
        const length = this.#write(name);
        const at = (this.#blocks.length - 1) * BLOCK + this.#filled;
        const bucket = this.#bucketOf(parent, at, length);
        for (let node = this.#heads[bucket]; node !== 0; node = this.#next[node]) {
            if (this.parentOf(node) === parent && this.#isNamed(node, at, length))
                return node;
        }
        const node = ++this.#size;
        this.#filled += length;
        if (node === this.#parents.length)
            this.#grow();
        this.#parents[node] = parent;
        this.#names[node] = at;
        this.#lengths[node] = length;
        if (node > this.#heads.length)
            this.#rehash();
        else
            this.#link(node, bucket);
        return node;
    }
    #write(name) {
        const block = this.#blocks.at(-1);
        const isSafe = this.#filled + name.length * 3 <= block.length;
        if (isSafe || this.#filled + Buffer.byteLength(name) <= block.length)
            return block.write(name, this.#filled);
        this.#blocks.push(Buffer.alloc(Math.min(BLOCK, block.length * 2)));
        this.#filled = 0;
        return this.#write(name);
    }
    #blockOf(at) {
        return this.#blocks[Math.floor(at / BLOCK)];
    }
    #isNamed(node, at, length) {
        if (this.#lengths[node] !== length)
            return false;
        const own = this.#names[node];
        const [a, b] = [this.#blockOf(own), this.#blockOf(at)];
        const [from, to] = [own % BLOCK, at % BLOCK];
        for (let index = 0; index < length; index++)
            if (a[from + index] !== b[to + index])
                return false;
        return true;
    }
    #bucketOf(parent, at, length) {
        const block = this.#blockOf(at);
        const start = at % BLOCK;
        const end = start + length;
        const factor = this.#factor;
        let hash = parent % PRIME;
        for (let index = start; index < end; index += 3) {
            const second = index + 1 < end ? block[index + 1] << 8 : 0;
            const third = index + 2 < end ? block[index + 2] << 16 : 0;
            const next = hash * factor + (block[index] | second | third);
            hash = next - Math.floor(next / PRIME) * PRIME;
        }
        return hash & (this.#heads.length - 1);
    }
    #grow() {
        const length = Math.ceil(this.#parents.length * GROWTH);
        this.#parents = grown(this.#parents, new Uint32Array(length));
        this.#names = grown(this.#names, new Uint32Array(length));
        this.#lengths = grown(this.#lengths, new Uint16Array(length));
        this.#flags = grown(this.#flags, new Uint8Array(length));
        this.#next = grown(this.#next, new Uint32Array(length));
    }
    #link(node, bucket) {
        this.#next[node] = this.#heads[bucket];
        this.#heads[bucket] = node;
    }
    #rehash() {
        this.#heads = new Uint32Array(this.#heads.length * 2);
        for (let node = 1; node <= this.#size; node++) {
            const [at, length] = [this.#names[node], this.#lengths[node]];
            this.#link(node, this.#bucketOf(this.parentOf(node), at, length));
        }
    }
}
function grown(from, to) {
    to.set(from);
    return to;
}
function cached(cache, key, find) {
    let value = cache.get(key);
    if (value !== undefined)
        return value;
    value = find(key);
    if (cache.size < MAX_CACHED)
        cache.set(key, value);
    return value;
}


/***/ }),

/***/ 9698:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ FileAccess)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7975);
/* harmony import */ var _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3030);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8890);




const readAsync = (0,node_util__WEBPACK_IMPORTED_MODULE_1__.promisify)(node_fs__WEBPACK_IMPORTED_MODULE_0__.read);
class FileAccess {
    size;
    #descriptor;
    constructor(descriptor, size) {
        this.#descriptor = descriptor;
        this.size = size;
    }
    async read(offset, length, into) {
        const buffer = into?.subarray(0, length) ?? Buffer.allocUnsafe(length);
        for (let filled = 0; filled < length;) {
            const position = offset + filled;
            const { bytesRead } = await readAsync(this.#descriptor, buffer, filled, length - filled, position);
            if (bytesRead === 0)
                throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_2__/* .ArchiveError */ .d('truncated', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_3__/* .fileEnds */ .bF)(position));
            filled += bytesRead;
        }
        return buffer;
    }
}


/***/ }),

/***/ 318:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   FP: () => (/* binding */ freeSpace),
/* harmony export */   FS: () => (/* binding */ FOLDER_BYTES),
/* harmony export */   f$: () => (/* binding */ checkFreeSpace),
/* harmony export */   y$: () => (/* binding */ checkMaxSize)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3030);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8890);



const FOLDER_BYTES = 4096;
function checkMaxSize(size, limit) {
    if (limit === undefined || size.bytes <= limit)
        return;
    throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('limit', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .exceedsMaxSize */ .zH)(size, limit), { hint: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .exceedsMaxSizeAdvice */ .Jy)() });
}
function checkFreeSpace(size, free) {
    if (size.bytes <= free)
        return;
    throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ArchiveError */ .d('limit', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .exceedsDisk */ .FT)(size, free), { hint: (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_2__/* .exceedsDiskAdvice */ .Rj)() });
}
async function freeSpace(folder) {
    const { bavail, bsize } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.statfs)(folder);
    return bavail * bsize;
}


/***/ }),

/***/ 5654:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A5: () => (/* binding */ jobStart),
/* harmony export */   P7: () => (/* binding */ jobNeeds),
/* harmony export */   l1: () => (/* binding */ unpack)
/* harmony export */ });
/* unused harmony exports ReusableBuffer, sharedInflater */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_zlib__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8522);
/* harmony import */ var _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3030);
/* harmony import */ var _memory_node_internals_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(1308);
/* harmony import */ var _memory_shared_ring_buffer_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(8596);
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8890);
/* harmony import */ var _byte_view_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(2422);
/* harmony import */ var _entry_path_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(8332);
/* harmony import */ var _inflater_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(4947);
/* harmony import */ var _local_header_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(2991);
/* harmony import */ var _new_file_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6939);











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
    const usesInternals = (0,_memory_node_internals_js__WEBPACK_IMPORTED_MODULE_8__/* .mayUseInternals */ .l)();
    if (shared?.usesInternals !== usesInternals)
        shared = { inflater: (0,_inflater_js__WEBPACK_IMPORTED_MODULE_5__/* .createInflater */ .O)(guard), usesInternals };
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
            (0,_local_header_js__WEBPACK_IMPORTED_MODULE_6__/* .checkDescriptor */ .YW)((0,_byte_view_js__WEBPACK_IMPORTED_MODULE_9__/* .viewOf */ .d)(readAt(context, end, entry.end - end)), 0, entry.end - end, entry);
            return { files: entry.kind === 'folder' ? 0 : 1, bytes: entry.uncompressedSize };
        }
        case 'unpicked': {
            const { entry } = job;
            const end = findData(entry, context) + entry.compressedSize;
            context.onProgress?.(end);
            (0,_local_header_js__WEBPACK_IMPORTED_MODULE_6__/* .checkDescriptor */ .YW)((0,_byte_view_js__WEBPACK_IMPORTED_MODULE_9__/* .viewOf */ .d)(readAt(context, end, entry.end - end)), 0, entry.end - end, entry);
            return { files: 0, bytes: 0 };
        }
    }
}
function unpackBatch({ entries, picked }, context) {
    const inflater = context.inflater ?? sharedInflater(context.guard);
    const start = entries[0]?.offset ?? 0;
    const batch = (0,_byte_view_js__WEBPACK_IMPORTED_MODULE_9__/* .viewOf */ .d)(readAt(context, start, (entries.at(-1)?.end ?? start) - start));
    const written = { files: 0, bytes: 0 };
    let reportedAt = performance.now();
    for (const [index, entry] of entries.entries()) {
        const at = entry.offset - start;
        const dataStart = at + (0,_local_header_js__WEBPACK_IMPORTED_MODULE_6__/* .checkLocalHeader */ .xT)(batch, at, entry);
        const dataEnd = dataStart + entry.compressedSize;
        (0,_local_header_js__WEBPACK_IMPORTED_MODULE_6__/* .checkDescriptor */ .YW)(batch, dataEnd, entry.end - start - dataEnd, entry);
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
    if ((0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.crc32)(content) !== entry.crc32)
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
        this.#crc = (0,node_zlib__WEBPACK_IMPORTED_MODULE_1__.crc32)(chunk, this.#crc);
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
    const reader = 'memory' in bytes ? new _memory_shared_ring_buffer_js__WEBPACK_IMPORTED_MODULE_10__/* .RingReader */ .y(bytes.memory, onProgress) : undefined;
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
    return entry.offset + (0,_local_header_js__WEBPACK_IMPORTED_MODULE_6__/* .checkLocalHeader */ .xT)((0,_byte_view_js__WEBPACK_IMPORTED_MODULE_9__/* .viewOf */ .d)(readAt(context, entry.offset, maxHeader)), 0, entry);
}
function checkSize(entry, size) {
    const declared = entry.uncompressedSize;
    if (size > declared)
        throw tooLarge(entry);
    if (size < declared)
        throw (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_4__/* .refusePath */ .kK)('size', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_3__/* .inflatesToLess */ .dU)(size, declared), entry.path);
}
function tooLarge(entry) {
    return (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_4__/* .refusePath */ .kK)('size', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_3__/* .inflatesToMore */ .jD)(entry.uncompressedSize), entry.path);
}
function leftOver(entry) {
    return (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_4__/* .refusePath */ .kK)('deflate', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_3__/* .archiveReason */ .zR)('bytesLeftOver'), entry.path);
}
function wrongCrc(entry) {
    return (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_4__/* .refusePath */ .kK)('crc', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_3__/* .archiveReason */ .zR)('wrongCrc'), entry.path);
}
function inflateError(thrown, entry) {
    const { code } = thrown;
    if (code === 'ERR_BUFFER_TOO_LARGE')
        return tooLarge(entry);
    if (!code?.startsWith('Z_'))
        return thrown;
    const reason = (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_3__/* .archiveReason */ .zR)(code === 'Z_BUF_ERROR' ? 'deflateUnfinished' : 'deflateInvalid');
    return (0,_entry_path_js__WEBPACK_IMPORTED_MODULE_4__/* .refusePath */ .kK)('deflate', reason, entry.path);
}
function newFile(entry, { to }) {
    return new _new_file_js__WEBPACK_IMPORTED_MODULE_7__/* .NewFile */ .P(`${to}/${entry.path}`, entry);
}
function readAt({ bytes, readBuffer, onProgress }, offset, length) {
    if ('memory' in bytes)
        return new _memory_shared_ring_buffer_js__WEBPACK_IMPORTED_MODULE_10__/* .RingReader */ .y(bytes.memory, onProgress).read(offset, length);
    const buffer = readBuffer?.take(length) ?? Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
        const count = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readSync)(bytes.descriptor, buffer, filled, length - filled, offset + filled);
        if (count === 0)
            throw new _errors_archive_error_js__WEBPACK_IMPORTED_MODULE_2__/* .ArchiveError */ .d('truncated', (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_3__/* .fileEnds */ .bF)(offset + filled));
        filled += count;
    }
    return buffer;
}


/***/ }),

/***/ 3419:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H2: () => (/* binding */ checkDigest),
/* harmony export */   Of: () => (/* binding */ refusalOf),
/* harmony export */   Rf: () => (/* binding */ handleDigest),
/* harmony export */   n5: () => (/* binding */ ReplacedError),
/* harmony export */   nh: () => (/* binding */ withExpectedDigest),
/* harmony export */   sj: () => (/* binding */ mustHash),
/* harmony export */   wf: () => (/* binding */ checkExpectedDigests)
/* harmony export */ });
/* harmony import */ var _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(50);
/* harmony import */ var _errors_request_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(461);
/* harmony import */ var _messages_download_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7814);
/* harmony import */ var _messages_formats_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1676);




function checkDigest({ digest }, sha256) {
    if (!digest)
        return 'unchecked';
    return digest.toLowerCase() === `sha256:${sha256}` ? 'matches' : 'differs';
}
class ReplacedError extends Error {
}
async function handleDigest({ inputs, services }, artifact, sha256) {
    const { artifacts, report } = services;
    const check = checkDigest(artifact, sha256);
    if (check === 'unchecked')
        report.debug((0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .noDigest */ .Q_)((0,_messages_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .artifactTitle */ .pp)(artifact)));
    const handling = digestHandling(inputs, artifact);
    if (check !== 'differs' || handling === 'ignore')
        return;
    if (await artifacts.isReplaced(artifact))
        throw new ReplacedError();
    const subject = (0,_messages_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .artifactTitle */ .pp)(artifact);
    const message = (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .digestDiffers */ .et)(subject, { actual: sha256, expected: artifact.digest ?? '' });
    switch (handling) {
        case 'error':
            throw new _errors_request_error_js__WEBPACK_IMPORTED_MODULE_1__/* .RequestError */ .G('digest-mismatch', message, {
                subject,
                hint: (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .digestHint */ .WW)(),
                retryable: true,
                nextTry: 'once'
            });
        case 'warn':
            report.warning(message);
            break;
        case 'info':
            report.info(message);
    }
}
function mustHash(inputs, artifact) {
    return Boolean(artifact.digest) && digestHandling(inputs, artifact) !== 'ignore';
}
function digestHandling(inputs, artifact) {
    return expectedDigest(inputs, artifact) === undefined ? inputs.digestMismatch : 'error';
}
function expectedDigest({ expectedDigest: expected }, { name }) {
    return typeof expected === 'string' ? expected : expected?.get(name);
}
function withExpectedDigest(inputs, artifact) {
    const expected = expectedDigest(inputs, artifact);
    if (expected === undefined)
        return artifact;
    if (checkDigest(artifact, expected) === 'differs') {
        const message = (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .listedDigestDiffers */ .Pn)((0,_messages_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .artifactTitle */ .pp)(artifact), { listed: artifact.digest ?? '', expected });
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('digest-mismatch', message, { hint: (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .listedDigestHint */ .Z8)() });
    }
    return { ...artifact, digest: `sha256:${expected}` };
}
function checkExpectedDigests({ expectedDigest: expected }, artifacts) {
    if (expected === undefined)
        return;
    const names = typeof expected === 'string' ? [undefined] : [...expected.keys()];
    for (const name of names) {
        const count = artifacts.filter(artifact => name === undefined || artifact.name === name).length;
        if (count === 1 || (count === 0 && name === undefined))
            continue;
        const message = count === 0 ? (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .digestNotSelected */ .JL)(name ?? '') : (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .digestOfSeveral */ .W6)(name, count);
        throw new _errors_action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ('input-invalid', message, { hint: (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .expectedDigestHint */ .aI)() });
    }
}
const DAMAGE = ['crc', 'deflate', 'not-a-zip', 'truncated'];
const POSSIBLE_DAMAGE = [...DAMAGE, 'mismatch', 'size', 'structure'];
function hintFor(refusal) {
    if (refusal === 'unsupported')
        return (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveRefusedHint */ .sE)('unsupported');
    return (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveRefusedHint */ .sE)(DAMAGE.includes(refusal) ? 'damaged' : 'unsafe');
}
function refusalOf(artifact, error, known = {}) {
    const { digestCheck = 'unchecked', isCut = false } = known;
    const { refusal, reason, entry, hint = hintFor(refusal) } = error;
    const subject = (0,_messages_formats_js__WEBPACK_IMPORTED_MODULE_3__/* .artifactTitle */ .pp)(artifact);
    const mayBeWrongBytes = refusal === 'not-a-zip' || (isCut && refusal === 'truncated');
    return new _errors_request_error_js__WEBPACK_IMPORTED_MODULE_1__/* .RequestError */ .G('archive-refused', (0,_messages_download_js__WEBPACK_IMPORTED_MODULE_2__/* .archiveRefused */ .H8)(subject, reason, entry), {
        subject,
        reason,
        hint,
        cause: error,
        retryable: digestCheck !== 'matches' && (mayBeWrongBytes || POSSIBLE_DAMAGE.includes(refusal)),
        nextTry: mayBeWrongBytes ? 'counted' : 'once'
    });
}


/***/ }),

/***/ 3030:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ ArchiveError)
/* harmony export */ });
/* harmony import */ var _messages_archive_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8890);
/* harmony import */ var _messages_printable_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5539);
/* harmony import */ var _action_error_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50);



class ArchiveError extends _action_error_js__WEBPACK_IMPORTED_MODULE_1__/* .ActionError */ .lZ {
    name = 'ArchiveError';
    refusal;
    entry;
    reason;
    constructor(refusal, reason, details = {}) {
        const entry = details.entry === undefined ? undefined : (0,_messages_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(details.entry);
        super('archive-refused', entry === undefined ? reason : (0,_messages_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .entryRefused */ .zl)(entry, reason), details);
        this.refusal = refusal;
        this.reason = reason;
        this.entry = entry;
    }
}


/***/ }),

/***/ 461:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ RequestError),
/* harmony export */   d: () => (/* binding */ isTransient)
/* harmony export */ });
/* harmony import */ var _action_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(50);
var _a;

class RequestError extends _action_error_js__WEBPACK_IMPORTED_MODULE_0__/* .ActionError */ .lZ {
    name = 'RequestError';
    status;
    retryable;
    retryAfter;
    nextTry;
    mayBeDone;
    subject;
    reason;
    serverMessage;
    attempts;
    afterLostAnswer;
    #details;
    constructor(code, message, details) {
        super(code, message, details);
        const { status, unsent = false, nextTry = 'counted', attempts = 1, afterLostAnswer = false } = details;
        this.#details = details;
        this.status = status;
        this.retryable = details.retryable;
        this.retryAfter = details.retryAfter;
        this.nextTry = nextTry;
        this.mayBeDone = status === undefined ? !unsent : status === 408 || status >= 500;
        this.subject = details.subject;
        this.reason = details.reason ?? message;
        this.serverMessage = details.serverMessage;
        this.attempts = attempts;
        this.afterLostAnswer = afterLostAnswer;
    }
    asFinal(learned = {}) {
        const { attempts = this.attempts, afterLostAnswer = this.afterLostAnswer } = learned;
        const isSame = attempts === this.attempts && afterLostAnswer === this.afterLostAnswer;
        return isSame && !this.retryable ? this : this.#copy({ attempts, afterLostAnswer, retryable: false });
    }
    asRetryable(nextTry) {
        return this.#copy({ retryable: true, nextTry });
    }
    withHint(hint) {
        return this.#copy({ hint });
    }
    #copy(changes) {
        const copy = new _a(this.code, this.message, {
            ...this.#details,
            cause: this.cause,
            ...changes
        });
        if (this.stack !== undefined)
            copy.stack = this.stack;
        return copy;
    }
}
_a = RequestError;
function isTransient(status) {
    return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501);
}


/***/ }),

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

/***/ 6446:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CZ: () => (/* binding */ limitYoungSpace),
/* harmony export */   J8: () => (/* binding */ countChunk),
/* harmony export */   be: () => (/* binding */ garbageCollector)
/* harmony export */ });
/* unused harmony export createGarbageCollector */
/* harmony import */ var node_v8__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8877);
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(714);
/* harmony import */ var _node_internals_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1308);



const PLAIN = { collectYoung: () => { }, collectAll: () => { }, stopYoungGrowth: () => { } };
function createGarbageCollector() {
    if (!(0,_node_internals_js__WEBPACK_IMPORTED_MODULE_2__/* .mayUseInternals */ .l)())
        return PLAIN;
    try {
        (0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--expose-gc');
        const gc = (0,node_vm__WEBPACK_IMPORTED_MODULE_1__.runInNewContext)('gc');
        return {
            collectYoung: () => gc({ type: 'minor' }),
            collectAll: () => gc(),
            stopYoungGrowth: () => (0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--semi-space-growth-factor=1')
        };
    }
    catch {
        return PLAIN;
    }
    finally {
        (0,node_v8__WEBPACK_IMPORTED_MODULE_0__.setFlagsFromString)('--no-expose-gc');
    }
}
const garbageCollector = createGarbageCollector();
const COLLECT_EVERY = 4 << 20;
let sinceCollected = 0;
function countChunk({ length }, collector = garbageCollector) {
    sinceCollected += length;
    if (sinceCollected < COLLECT_EVERY)
        return;
    sinceCollected = 0;
    collector.collectYoung();
}
const ENOUGH_YOUNG = 8 << 20;
const CHECK_INTERVAL = 50;
function limitYoungSpace(collector = garbageCollector) {
    const timer = setInterval(() => {
        const young = (0,node_v8__WEBPACK_IMPORTED_MODULE_0__.getHeapSpaceStatistics)().find(({ space_name: title }) => title === 'new_space');
        if (young === undefined || young.space_size < ENOUGH_YOUNG)
            return;
        clearInterval(timer);
        collector.stopYoungGrowth();
    }, CHECK_INTERVAL);
    timer.unref();
    return () => clearInterval(timer);
}


/***/ }),

/***/ 1308:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ mayUseInternals)
/* harmony export */ });
const NEWEST_KNOWN_NODE = 24;
function mayUseInternals(version = process.versions.node) {
    const isPlain = !['', '0', 'false'].includes(process.env.ARTIFACT_ACTION_PLAIN ?? '');
    return !isPlain && Number.parseInt(version, 10) <= NEWEST_KNOWN_NODE;
}


/***/ }),

/***/ 8596:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ SharedRingBuffer),
/* harmony export */   y: () => (/* binding */ RingReader)
/* harmony export */ });
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


/***/ }),

/***/ 8890:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Am: () => (/* binding */ specialFile),
/* harmony export */   BL: () => (/* binding */ impossibleEntryCount),
/* harmony export */   B_: () => (/* binding */ bytesBeforeFirstEntry),
/* harmony export */   Bt: () => (/* binding */ tooManyLinks),
/* harmony export */   FT: () => (/* binding */ exceedsDisk),
/* harmony export */   GL: () => (/* binding */ pathTooLong),
/* harmony export */   G_: () => (/* binding */ noTarHeader),
/* harmony export */   Gj: () => (/* binding */ tooManyPaths),
/* harmony export */   If: () => (/* binding */ inLocalHeader),
/* harmony export */   Jy: () => (/* binding */ exceedsMaxSizeAdvice),
/* harmony export */   Ld: () => (/* binding */ wrongEntryCount),
/* harmony export */   R$: () => (/* binding */ inLinkTarget),
/* harmony export */   Rj: () => (/* binding */ exceedsDiskAdvice),
/* harmony export */   Sz: () => (/* binding */ tooManyPathsAdvice),
/* harmony export */   Tj: () => (/* binding */ unsupportedMethod),
/* harmony export */   YM: () => (/* binding */ zip64RecordInvalid),
/* harmony export */   YN: () => (/* binding */ tarHasType),
/* harmony export */   Zm: () => (/* binding */ impossibleSize),
/* harmony export */   _Q: () => (/* binding */ sameNameOnDisk),
/* harmony export */   _Z: () => (/* binding */ workerFailed),
/* harmony export */   aW: () => (/* binding */ leadsElsewhere),
/* harmony export */   bF: () => (/* binding */ fileEnds),
/* harmony export */   cj: () => (/* binding */ notAZip),
/* harmony export */   dU: () => (/* binding */ inflatesToLess),
/* harmony export */   dt: () => (/* binding */ noDirectoryEntry),
/* harmony export */   gi: () => (/* binding */ localHeaderDiffers),
/* harmony export */   ip: () => (/* binding */ newerVersion),
/* harmony export */   jD: () => (/* binding */ inflatesToMore),
/* harmony export */   mb: () => (/* binding */ linkNotAllowedAdvice),
/* harmony export */   sO: () => (/* binding */ workerFailedAdvice),
/* harmony export */   u$: () => (/* binding */ segmentTooLong),
/* harmony export */   ut: () => (/* binding */ wrongDirectoryEnd),
/* harmony export */   vP: () => (/* binding */ directoryEntryCutOff),
/* harmony export */   yD: () => (/* binding */ linkNotAllowed),
/* harmony export */   z5: () => (/* binding */ unexpectedBytes),
/* harmony export */   zH: () => (/* binding */ exceedsMaxSize),
/* harmony export */   zR: () => (/* binding */ archiveReason),
/* harmony export */   zl: () => (/* binding */ entryRefused)
/* harmony export */ });
/* unused harmony export ARCHIVE_REASONS */
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2880);
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5539);
/* harmony import */ var _size_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7031);



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
const archiveReason = (reason) => REASONS[reason];
const entryRefused = (path, reason) => `entry "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(path)}": ${reason}`;
const leadsElsewhere = (segment) => `its path has a "${segment}" segment`;
const pathTooLong = (maxBytes) => `its path is longer than ${maxBytes} bytes`;
const segmentTooLong = (maxBytes) => `a name in it is longer than ${maxBytes} bytes`;
const sameNameOnDisk = (other) => `its path and "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(other)}" are the same on this file system`;
const notAZip = (start, maxLength) => `it is not a zip archive; it begins with: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(start, maxLength)}`;
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
const newerVersion = (version) => `it needs version ${version} of the zip format, which is not supported`;
const unsupportedMethod = (method, title) => `its compression method ${method}${title === undefined ? '' : ` (${title})`} is not supported`;
const specialFile = (type) => `it is ${type ?? 'of an unknown type'}, not a file or a folder`;
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
    return `${title === undefined ? `its type "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(type)}"` : `it is ${title}, which`} is not supported`;
}
const inLinkTarget = (reason) => `in the target of its link, ${reason}`;
const impossibleSize = (compressed, uncompressed) => `its ${compressed} compressed bytes cannot inflate to ${uncompressed}`;
const localHeaderDiffers = (field) => `its local header has another ${field}`;
const inflatesToLess = (bytes, declared) => `it inflates to ${bytes} bytes instead of ${declared}`;
const inflatesToMore = (declared) => `it inflates to more than its declared ${declared} bytes`;
const tooManyPaths = (limit) => `it holds more than ${limit} files and folders`;
const tooManyPathsAdvice = () => 'Pack the files into one file, such as a tar archive, before you upload them.';
const tooManyLinks = (limit, bytes) => `the artifact has more than ${limit} symbolic links, or their targets exceed ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(bytes)}`;
const linkNotAllowed = (path) => `The symbolic link "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(path)}" could not be created: the system does not allow it (EPERM)`;
const linkNotAllowedAdvice = (platform) => platform === 'win32'
    ? 'Turn on the Developer Mode of Windows, or give the user of the runner the right to create symbolic links.'
    : 'Choose a path on a file system that has symbolic links.';
function unpacksTo({ bytes, folders }) {
    const ofFolders = folders === 0 ? '' : `, including ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(folders, 'folder')} at 4 KiB each`;
    return `it unpacks to ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(bytes)}${ofFolders}`;
}
const exceedsMaxSize = (size, limit) => `${unpacksTo(size)}, but max-extracted-size is ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(limit)}`;
const exceedsMaxSizeAdvice = () => 'Raise max-extracted-size if this size is expected, or set files to write fewer files.';
const exceedsDisk = (size, free) => `${unpacksTo(size)}, but the disk has ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(free)} free`;
const exceedsDiskAdvice = () => 'Free some space, choose a path on another disk, or set files to write fewer files.';
function workerFailed(failure) {
    const what = 'reason' in failure
        ? `died: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(failure.reason)}`
        : 'exitCode' in failure
            ? `exited with code ${failure.exitCode}`
            : `did not respond for ${failure.silentSeconds} s`;
    return `The archive was not unpacked: an extraction thread ${what}`;
}
const workerFailedAdvice = () => 'Check whether the runner is out of memory or its disk hangs, then run the step again. Please report the problem if it persists.';


/***/ }),

/***/ 7814:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Fv: () => (/* binding */ nestedRefusedHint),
/* harmony export */   H8: () => (/* binding */ archiveRefused),
/* harmony export */   JL: () => (/* binding */ digestNotSelected),
/* harmony export */   LX: () => (/* binding */ cacheEntryChanged),
/* harmony export */   NQ: () => (/* binding */ cacheNotWritten),
/* harmony export */   OU: () => (/* binding */ hashThreadFailed),
/* harmony export */   P7: () => (/* binding */ nameUnusable),
/* harmony export */   PI: () => (/* binding */ cacheEntryIgnored),
/* harmony export */   Pn: () => (/* binding */ listedDigestDiffers),
/* harmony export */   Q_: () => (/* binding */ noDigest),
/* harmony export */   Se: () => (/* binding */ inArchive),
/* harmony export */   W6: () => (/* binding */ digestOfSeveral),
/* harmony export */   WW: () => (/* binding */ digestHint),
/* harmony export */   Z8: () => (/* binding */ listedDigestHint),
/* harmony export */   aI: () => (/* binding */ expectedDigestHint),
/* harmony export */   dl: () => (/* binding */ fileIncomplete),
/* harmony export */   eY: () => (/* binding */ noArchive),
/* harmony export */   et: () => (/* binding */ digestDiffers),
/* harmony export */   jG: () => (/* binding */ digestNotChecked),
/* harmony export */   jy: () => (/* binding */ nameHint),
/* harmony export */   o3: () => (/* binding */ unpackedArchive),
/* harmony export */   oz: () => (/* binding */ progressLine),
/* harmony export */   p8: () => (/* binding */ zstdUnsupported),
/* harmony export */   sE: () => (/* binding */ archiveRefusedHint),
/* harmony export */   sK: () => (/* binding */ unsupportedArchive),
/* harmony export */   uk: () => (/* binding */ zstdUnsupportedHint),
/* harmony export */   vP: () => (/* binding */ cacheUnavailable),
/* harmony export */   xD: () => (/* binding */ unpackingLine),
/* harmony export */   xx: () => (/* binding */ unsupportedArchiveHint)
/* harmony export */ });
/* harmony import */ var _archive_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8890);
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2880);
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5539);
/* harmony import */ var _size_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7031);




function progressLine(bytes, total, rate) {
    const speed = `${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(rate)}/s`;
    if (total === undefined || bytes >= total)
        return `  ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(bytes)}, ${speed}`;
    const percent = Math.floor((bytes / total) * 100);
    const left = Math.ceil((total - bytes) / rate);
    const time = left < 120 ? `${left} s` : `${Math.round(left / 60)} min`;
    return `  ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(bytes)} of ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(total)} (${percent} %), ${speed}, ${time} left`;
}
const unpackingLine = (bytes, rate) => `  unpacked ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(bytes)} from archives, ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(rate)}/s`;
function unpackedArchive(subject, path, { files, size }) {
    return `${subject}: unpacked "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(path)}" (${(0,_plural_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .L)(files, 'file')}, ${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(size)})`;
}
const inArchive = (path, reason, entry) => `archive "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(path)}": ${entry === undefined ? reason : (0,_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .entryRefused */ .zl)(entry, reason)}`;
const unsupportedArchive = () => 'unpack matches it, but does not support this kind of file';
const unsupportedArchiveHint = () => 'unpack supports .tar, .tar.gz, .tgz, .tar.zst and .zip. Change its globs to match only such files.';
const zstdUnsupported = (version) => `Node.js ${version} cannot read .tar.zst`;
const zstdUnsupportedHint = () => 'Use this action on Node 24 (without "/node20"), or upload a .tar.gz instead.';
const digestDiffers = (subject, { actual, expected }) => `${subject}: the downloaded bytes have the digest sha256:${actual}, but ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(expected)} is expected`;
function listedDigestDiffers(subject, { listed, expected }) {
    return `${subject}: the server reports the digest ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(listed)}, but expected-digest is sha256:${expected}`;
}
const listedDigestHint = () => 'The artifact was not downloaded. It may have been replaced after its upload: check the run that uploaded it.';
const digestNotSelected = (name) => `expected-digest names "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(name)}", but no artifact of that name is selected`;
function digestOfSeveral(name, count) {
    const subject = name === undefined
        ? 'expected-digest has one digest'
        : `expected-digest has one digest for "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(name)}"`;
    return `${subject}, but ${count} artifacts are selected`;
}
const expectedDigestHint = () => 'Nothing was downloaded. Write one line NAME=sha256:HEX for each artifact to check, or select fewer artifacts.';
const digestHint = () => 'Do not trust these bytes. Run the step again. If it fails again, check for a proxy or cache that changes them on the way to this runner.';
const noDigest = (subject) => `${subject}: the server reports no digest`;
const digestNotChecked = (subject) => `${subject}: only the selected files were transferred. Their CRC-32 and the structure of the archive are checked, but not the digest of the whole archive`;
function noArchive() {
    return 'it turned out to be no archive';
}
const archiveRefused = (subject, reason, entry) => `${subject} is refused: ${entry === undefined ? reason : (0,_archive_js__WEBPACK_IMPORTED_MODULE_0__/* .entryRefused */ .zl)(entry, reason)}`;
const REFUSED_ADVICE = {
    damaged: 'Run the step again. If it fails again, run the workflow that uploads the artifact again.',
    unsupported: 'Upload the files with actions/upload-artifact. Or set skip-decompress: true, and unpack the archive with another program.',
    unsafe: 'Check the run that uploaded the artifact before you trust its content. To inspect the archive, set skip-decompress: true.'
};
const archiveRefusedHint = (kind) => `Nothing was written. ${REFUSED_ADVICE[kind]}`;
const nestedRefusedHint = () => 'Nothing was written. Check the run that uploaded the artifact before you trust its content. To keep the archive as a file, change the globs of unpack.';
const nameUnusable = (kind, value, reason) => `The name of the ${kind}, "${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(value)}", cannot be used as a ${kind === 'file' ? 'file' : 'folder'} name: ${reason}`;
const nameHint = () => 'Select one artifact by name or ID, so that its files go straight into path. Or set merge-multiple.';
const cacheUnavailable = () => 'cache has no effect: this runner has no tool cache (RUNNER_TOOL_CACHE is not set). Set that variable on the runner, or remove cache';
const cacheEntryIgnored = (subject, reason) => `${subject}: its cache entry is ignored: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(reason)}`;
const cacheEntryChanged = () => 'its bytes have changed';
const cacheNotWritten = (subject, reason) => `${subject} could not be stored in the tool cache: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(reason)}`;
const fileIncomplete = (onDisk, received) => `the file on disk has ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_3__/* .plural */ .L)(onDisk, 'byte')}, but ${received} were received`;
function hashThreadFailed(problem) {
    const ending = typeof problem === 'number' ? `exited with code ${problem}` : `failed: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(problem)}`;
    return `The digest could not be checked: the hashing thread ${ending}`;
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

/***/ 7504:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runOperation: () => (/* binding */ runOperation)
});

// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __webpack_require__(50);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
// EXTERNAL MODULE: ./lib/errors/request-error.js
var request_error = __webpack_require__(461);
;// CONCATENATED MODULE: ./lib/http/points-window.js
const POINTS = 900;
const WINDOW = 60_000;
const POINTS_OF = { GET: 1, DELETE: 5 };
const MAX_COST = POINTS_OF.DELETE;
class PointsWindow {
    #points;
    #length;
    #inFlight = 0;
    #ended = [];
    #endedPoints = 0;
    constructor(share = 1) {
        this.#points = Math.max(MAX_COST, Math.floor(POINTS / share));
        this.#length = WINDOW * Math.max(1, (MAX_COST * share) / POINTS);
    }
    wait(points, now) {
        this.#dropExpired(now);
        let excess = this.#inFlight + this.#endedPoints + points - this.#points;
        if (excess <= 0)
            return 0;
        for (const ended of this.#ended) {
            excess -= ended.points;
            if (excess <= 0)
                return ended.at + this.#length - now;
        }
        return undefined;
    }
    start(points) {
        this.#inFlight += points;
    }
    end(points, now) {
        this.#dropExpired(now);
        this.#inFlight -= points;
        this.#ended.push({ at: now, points });
        this.#endedPoints += points;
    }
    #dropExpired(now) {
        const first = this.#ended.findIndex(({ at }) => at + this.#length > now);
        const expired = this.#ended.splice(0, first < 0 ? this.#ended.length : first);
        for (const { points } of expired)
            this.#endedPoints -= points;
    }
}

// EXTERNAL MODULE: ./lib/messages/duration.js
var duration = __webpack_require__(9378);
// EXTERNAL MODULE: ./lib/messages/error-codes.js
var error_codes = __webpack_require__(6549);
// EXTERNAL MODULE: ./lib/messages/formats.js
var formats = __webpack_require__(1676);
// EXTERNAL MODULE: ./lib/messages/plural.js
var plural = __webpack_require__(2880);
// EXTERNAL MODULE: ./lib/messages/printable.js
var printable = __webpack_require__(5539);
;// CONCATENATED MODULE: ./lib/messages/api.js





const toListArtifacts = (repository, runId) => `list the artifacts of ${runId === undefined ? '' : `run ${runId} of `}${repository}`;
const toGetArtifact = (repository, artifactId) => `get artifact ${artifactId} of ${repository}`;
const toDownloadArtifact = (artifact) => `download artifact ${(0,formats/* artifactName */.Cs)(artifact)}`;
const toDeleteArtifact = (artifact) => `delete artifact ${(0,formats/* artifactName */.Cs)(artifact)}`;
const toGetRun = (repository, runId) => `get run ${runId} of ${repository}`;
const toListRuns = (repository, workflow) => `list the runs of ${workflow === undefined ? '' : `workflow ${(0,printable/* printable */.g)(workflow)} of `}${repository}`;
const toListWorkflows = (repository) => `list the workflows of ${repository}`;
const toGetPullRequest = (repository, number) => `get pull request ${number} of ${repository}`;
const toCompare = (repository, base, head) => `compare the commits ${(0,printable/* printable */.g)(base)} and ${(0,printable/* printable */.g)(head)} of ${repository}`;
const toListCommits = (repository, sha) => `list the ancestors of commit ${(0,printable/* printable */.g)(sha)} of ${repository}`;
const toListPullRequests = (repository, sha) => `list the pull requests of ${sha === undefined ? '' : `commit ${(0,printable/* printable */.g)(sha)} of `}${repository}`;
const toListRefs = (repository, kind) => `list the ${kind} of ${repository}`;
function apiRequestFailed(doing, reason, requestId) {
    const id = requestId === undefined ? '' : ` (request ID ${(0,printable/* printable */.g)(requestId)})`;
    return `Could not ${doing}: ${reason}${id}`;
}
const apiStatus = (status, serverMessage) => `the API responded with ${status}${serverMessage === '' ? '' : `: ${(0,printable/* printable */.g)(serverMessage)}`}`;
const noApiResponse = (brokenBy) => `the API request failed${brokenBy === '' ? '' : `: ${(0,printable/* printable */.g)(brokenBy)}`}`;
const apiStalled = (seconds) => `no data arrived for ${seconds} s`;
const apiTooSlow = (seconds) => `the response was not complete after ${seconds} s`;
const apiResponseTooLarge = (maxBytes) => `the response is larger than ${maxBytes} bytes`;
const EXPECTED_RESPONSES = {
    artifact: 'the requested artifact',
    artifacts: 'a list of artifacts',
    'download-url': 'a redirect to the bytes of the artifact',
    deleted: 'a confirmation (status 204)',
    run: 'the requested workflow run',
    runs: 'a list of workflow runs',
    workflows: 'a list of workflows',
    'pull-request': 'a pull request',
    'pull-requests': 'a list of pull requests',
    commits: 'a list of commits',
    comparison: 'a comparison of commits',
    branches: 'a list of branches',
    'some-branches': 'a list of branches with at least one entry',
    tags: 'a list of tags'
};
const unexpectedResponse = (expected) => `the response is not ${EXPECTED_RESPONSES[expected]}`;
const tooManyApiRedirects = (limit) => `the API redirects more than ${limit} times`;
const invalidApiRedirect = () => 'the API redirects to an invalid URL';
const apiRedirectToOtherOrigin = (origin) => `the API redirects to another origin (${origin}), which is not allowed`;
const insecureApiRedirect = (from, to) => `the API redirects from ${from} to ${to}, which is not allowed`;
function tooFewRequestsLeft(pages, remaining, resetAt) {
    return `${(0,plural/* plural */.L)(pages, 'more page')} must be read, but the rate limit leaves only ${(0,plural/* plural */.L)(remaining, 'request')}${(0,duration/* formatUntil */.AE)(resetAt)}`;
}
const toDownloadAll = () => 'download the artifacts';
function tooFewRequestsForDownload(requests, remaining, resetAt) {
    return `they need ${(0,plural/* plural */.L)(requests, 'API request')}, but the rate limit leaves only ${(0,plural/* plural */.L)(remaining, 'request')}${(0,duration/* formatUntil */.AE)(resetAt)}`;
}
function tooFewRequestsForDownloadAdvice(possibleAt, wait) {
    const later = possibleAt === undefined ? '' : `Run the step again at ${(0,duration/* formatTime */.fU)(possibleAt + 999)} or later. `;
    const longer = wait === undefined ? '' : `set rate-limit-wait to ${Math.ceil(wait / 60_000)}m or more, or `;
    return `Nothing was transferred. ${later}To download now, ${longer}select fewer artifacts with name, pattern or limit.`;
}
const downloadWaits = (requests, remaining, lastReset) => `The download needs ${(0,plural/* plural */.L)(requests, 'API request')}, but the rate limit leaves only ${(0,plural/* plural */.L)(remaining, 'request')}. It waits each time until the rate limit resets. The last reset is at ${(0,duration/* formatTime */.fU)(lastReset)}.`;
const artifactExpired = (artifact, day) => `${(0,formats/* artifactTitle */.pp)(artifact)} expired${day === undefined ? '' : ` on ${(0,printable/* printable */.g)(day)}`}`;
function refusalAdvice(refusal, needs) {
    const { repository } = needs;
    switch (refusal.kind) {
        case 'permission': {
            const { missing } = refusal;
            const lacks = missing.length === 0 ? '' : `The token lacks ${titlesOf(missing)}. `;
            return lacks + permissionAdvice(needs, missing);
        }
        case 'sso': {
            const why = 'The organization requires single sign-on (SAML SSO). ';
            return refusal.link === undefined
                ? `${why}Authorize the token: on GitHub, under Settings > Developer settings > Personal access tokens, select "Configure SSO". Then run the step again.`
                : `${why}To authorize the token, open this link within one hour. Then run the step again.\n${(0,printable/* printable */.g)(refusal.link, refusal.link.length)}`;
        }
        case 'archived':
            return `${repository} is archived, so it is read-only. To delete its artifacts, unarchive it first. Otherwise, remove this step: artifacts expire without it.`;
        case 'ip-allow-list':
            return 'The organization accepts requests only from IP addresses on its allow list. Ask an owner to add the IP address of the runner, or use a runner whose address is on the list.';
        case 'token-policy':
            return 'The organization does not accept this type of token, or one with this lifetime. Pass another github-token: a fine-grained token with a short lifetime, or the token of a GitHub App.';
        case 'blocked':
            return `GitHub has blocked ${repository}, and no token or permission changes that. The owner can contact GitHub Support.`;
        case 'unknown': {
            const why = 'Read the message of the server: it has the reason. A policy of the organization, of the server or of a proxy may deny access.';
            return needs.accessFrom === 'account'
                ? `${why} ${accountAdvice(needs)}`
                : `${why} Also check that the token has ${titlesOf(neededBy(needs))} on ${repository}.`;
        }
    }
}
const unauthorizedAdvice = (needs) => `${error_codes/* ERRORS */.Sr['api-unauthorized'].advice} ${accountAdvice(needs)}`;
function notFoundAdvice(needs) {
    const { thing, repository } = needs;
    const missing = thing ? `There is no ${thing} in ${repository}` : 'It does not exist';
    return `${missing}, or the token has no access: the API responds with 404 in both cases. ${permissionAdvice(needs)}`;
}
const listedButNotFoundAdvice = () => 'The API listed this artifact before. It was deleted since then, or the server does not have its files. Run the step again. If it fails again, run the workflow that uploads the artifact again.';
const oldUploadsNotListed = () => "This server's API does not list artifacts that were uploaded by upload-artifact v3 or older.";
function runIdIsNotNumber(hint) {
    const number = 'On Forgejo, the number in the address of a run is not its ID. To use that number, set run-number and workflow instead of run-id.';
    return hint === undefined ? number : `${number}\n${hint}`;
}
const noRunList = ({ server, version }) => `this server has no list of runs; ${server} has one since ${version}`;
const noRunListAdvice = () => 'Update the server. Without the list, use run-id or artifact-ids, and no filter or rule that depends on runs.';
function rejectedAdvice(why, { repository, version }) {
    return {
        version: `The server does not support version ${version} of the REST API. Use a newer release of this action.`,
        conflict: `The request conflicts with the state of ${repository}. For example, it is empty, or the server is changing it. Check that it has a commit, then run the step again.`,
        gone: `The server no longer offers this API request. Check that Actions is enabled in ${repository}, and use the newest release of this action.`
    }[why];
}
const GRANTABLE = [
    'actions',
    'attestations',
    'checks',
    'contents',
    'deployments',
    'discussions',
    'issues',
    'packages',
    'pages',
    'pull-requests',
    'security-events',
    'statuses'
];
const LEVELS = ['read', 'write', 'admin'];
function neededBy({ access, also }) {
    return [{ scope: 'actions', level: access }, ...also.map(scope => ({ scope, level: 'read' }))];
}
function titlesOf(permissions) {
    return permissions
        .map(({ scope, level }) => `"${scope.slice(0, 1).toUpperCase()}${scope.slice(1).replaceAll('-', ' ')}: ${level}"`)
        .join(' and ');
}
function permissionAdvice(needs, missing = []) {
    const { repository, ownRepository, accessFrom } = needs;
    if (accessFrom === 'account')
        return accountAdvice(needs);
    const levels = new Map();
    for (const { scope, level } of [...neededBy(needs), ...missing]) {
        const known = levels.get(scope) ?? 'read';
        levels.set(scope, LEVELS.indexOf(level) > LEVELS.indexOf(known) ? level : known);
    }
    const needed = [...levels].map(([scope, level]) => ({ scope, level }));
    const lines = needed
        .filter(({ scope, level }) => GRANTABLE.includes(scope) && level !== 'admin')
        .map(({ scope, level }) => `  ${scope}: ${level}`)
        .join('\n');
    const other = `A fine-grained token or a GitHub App needs ${titlesOf(needed)} on ${repository}. A classic token needs the scope "repo".`;
    return ownRepository
        ? `GITHUB_TOKEN needs these permissions in the job. They replace the defaults, so add what other steps need:\n\npermissions:\n${lines}\n\n${other}`
        : `The GITHUB_TOKEN of this job cannot access another private repository. Pass a github-token. ${other}`;
}
function accountAdvice({ repository, access }) {
    const right = access === 'write' ? 'write to' : 'read';
    return `The owner of the token must be allowed to ${right} ${repository}. If the token of the job is not allowed to, pass a github-token: an access token of such an account with the scope ${access}:repository.`;
}
const noApiResponseAdvice = () => 'Check api-url, the network, and the proxy variables of the runner.';
const tooFewRequestsLeftAdvice = () => 'Run the step again after the rate limit resets. Or set name, limit or newer-than, or older-than alone, so that the action reads fewer pages. GITHUB_TOKEN has 1,000 requests an hour per repository. The token of a GitHub App has more.';
function apiResponseLine(response) {
    const { method, path, status, milliseconds, requestId, attempt } = response;
    const id = requestId === undefined ? '' : `, request ID ${(0,printable/* printable */.g)(requestId)}`;
    const tries = attempt === undefined ? '' : `, attempt ${attempt + 1}`;
    return `${method} ${(0,printable/* printable */.g)(path)}: ${status ?? 'no response'} after ${Math.round(milliseconds)} ms${id}${tries}`;
}

// EXTERNAL MODULE: ./lib/messages/artifact-service.js
var artifact_service = __webpack_require__(3150);
// EXTERNAL MODULE: ./lib/errors/attempt.js
var attempt = __webpack_require__(3978);
;// CONCATENATED MODULE: ./lib/http/certificate.js
const CODES = new Set([
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_TLS_CERT_ALTNAME_FORMAT',
    'UNABLE_TO_GET_ISSUER_CERT',
    'UNABLE_TO_GET_CRL',
    'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
    'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
    'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
    'CERT_SIGNATURE_FAILURE',
    'CRL_SIGNATURE_FAILURE',
    'CERT_NOT_YET_VALID',
    'CERT_HAS_EXPIRED',
    'CRL_NOT_YET_VALID',
    'CRL_HAS_EXPIRED',
    'ERROR_IN_CERT_NOT_BEFORE_FIELD',
    'ERROR_IN_CERT_NOT_AFTER_FIELD',
    'ERROR_IN_CRL_LAST_UPDATE_FIELD',
    'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
    'OUT_OF_MEM',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_CHAIN_TOO_LONG',
    'CERT_REVOKED',
    'INVALID_CA',
    'PATH_LENGTH_EXCEEDED',
    'INVALID_PURPOSE',
    'CERT_UNTRUSTED',
    'CERT_REJECTED',
    'HOSTNAME_MISMATCH',
    'UNSPECIFIED'
]);
function certificateCode(thrown) {
    if (typeof thrown !== 'object' || thrown === null)
        return undefined;
    const { code, systemCode, cause } = thrown;
    const found = [code, systemCode].find(one => typeof one === 'string' && CODES.has(one));
    return typeof found === 'string' ? found : certificateCode(cause);
}

;// CONCATENATED MODULE: ./lib/http/retry-after.js
const MAX_SECONDS = 1e11;
function retryAfter(headers, now) {
    const value = headers['retry-after'];
    const seconds = wholeNumber(value);
    if (seconds !== undefined)
        return seconds * 1000;
    const date = Date.parse(String(value ?? ''));
    return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime(headers, now));
}
function serverTime(headers, now) {
    const date = Date.parse(String(headers.date ?? ''));
    return Number.isNaN(date) ? now : date;
}
function wholeNumber(value) {
    const text = String(value ?? '');
    return /^\d+$/.test(text) && Number(text) < MAX_SECONDS ? Number(text) : undefined;
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
// EXTERNAL MODULE: ./lib/messages/network.js
var network = __webpack_require__(3578);
;// CONCATENATED MODULE: ./lib/http/exchange.js
class BrokenBody extends Error {
    name = 'BrokenBody';
    constructor(cause) {
        super('the connection broke', { cause });
    }
}
class ConnectionError extends Error {
    code;
    reason;
    systemCode;
    name = 'ConnectionError';
    constructor(code, reason, systemCode) {
        super(reason);
        this.code = code;
        this.reason = reason;
        this.systemCode = systemCode;
    }
}

;// CONCATENATED MODULE: ./lib/http/tunnel.js






const NO_TUNNEL = 'ENOTUNNEL';
const UNSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', NO_TUNNEL];
function tunnel(proxy, target, isSecure, done) {
    const host = target.host ?? '';
    const authority = `${(0,external_node_net_.isIPv6)(host) ? `[${host}]` : host}:${target.port}`;
    const { request } = proxy.protocol === 'https:' ? external_node_https_ : external_node_http_;
    const credentials = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    const address = new URL(proxy);
    address.username = '';
    address.password = '';
    const connect = request(address, {
        method: 'CONNECT',
        path: authority,
        agent: false,
        signal: target.givenUp
    });
    connect.setHeader('host', authority);
    if (credentials !== ':') {
        connect.setHeader('proxy-authorization', `Basic ${Buffer.from(credentials).toString('base64')}`);
    }
    connect.on('connect', ({ statusCode }, socket, head) => {
        if (Math.floor((statusCode ?? 0) / 100) !== 2) {
            socket.destroy();
            done(new ConnectionError(NO_TUNNEL, (0,network/* proxyRefused */.rZ)(statusCode)));
            return;
        }
        if (head.length > 0)
            socket.unshift(head);
        done(null, isSecure ? external_node_tls_.connect({ ...target, host, socket }) : socket);
    });
    connect.on('error', (error) => {
        done(new ConnectionError(NO_TUNNEL, (0,network/* proxyFailed */.i$)(error.message || (error.code ?? '')), error.code));
    });
    connect.end();
}

;// CONCATENATED MODULE: ./lib/messages/rate-limits.js

const MORE_REQUESTS = 'GITHUB_TOKEN has 1,000 requests an hour per repository. The token of a GitHub App has more. Run the step again after the reset. To wait for it in the step, raise rate-limit-wait.';
const rateLimitUsedUp = (resetAt) => `The API accepts no more requests${(0,duration/* formatUntil */.AE)(resetAt)}: x-ratelimit-remaining is 0`;
const rateLimitUsedUpAdvice = (resetAt) => `The rate limit of the token is used up${(0,duration/* formatUntil */.AE)(resetAt)}. ${MORE_REQUESTS}`;
const rateLimitStillActive = (reason, until) => `The request was not sent because of a rate limit${(0,duration/* formatUntil */.AE)(until)}. The server refused an earlier request: ${reason}`;
const requestedWaitAdvice = (milliseconds) => `The server asks to wait ${Math.ceil(milliseconds / 1000)} s. Run the step again after that, or raise rate-limit-wait.`;
const secondaryLimitAdvice = () => 'This is a secondary rate limit of the server. Lower concurrency, run the step again later, or raise rate-limit-wait.';
const WAIT_REASONS = {
    requested: 'the server asks to wait (rate limit)',
    'used-up': 'the rate limit of the token is used up',
    pace: 'the server limits the requests per minute'
};
const waitReason = (reason) => WAIT_REASONS[reason];
const requestsPaused = (milliseconds, why) => `Sending no requests for ${Math.ceil(milliseconds / 1000)} s: ${why}`;
const retrying = (problem, milliseconds) => `${problem}. Retrying in ${(milliseconds / 1000).toFixed(1)} s`;

;// CONCATENATED MODULE: ./lib/github/limit-headers.js

function limitHeaders(headers, now) {
    const reset = resetTime(headers);
    return {
        remaining: wholeNumber(headers['x-ratelimit-remaining']),
        limit: wholeNumber(headers['x-ratelimit-limit']),
        resetIn: reset === undefined ? undefined : Math.max(0, reset - serverTime(headers, now))
    };
}
function resetTime(headers) {
    const reset = wholeNumber(headers['x-ratelimit-reset']);
    return reset === undefined ? undefined : reset * 1000;
}

;// CONCATENATED MODULE: ./lib/github/refusal.js
const MAX_LINK = 1000;
const REASONS = [
    ['archived', /\barchived\b/i],
    ['ip-allow-list', /\bIP allow list\b/i],
    ['sso', /\bSAML\b|\bsingle sign-on\b/i],
    ['token-policy', /\bforbids access via\b|\bOAuth App access restrictions\b/i],
    ['blocked', /\baccess blocked\b/i],
    ['permission', /\bnot accessible by\b|\bpermissions?\b|\bscopes?\b|\brights\b/i]
];
function refusalOf({ status, headers, detail }, webUrl) {
    const sso = headers['x-github-sso'];
    if (sso !== undefined && (status === 403 || status === 404)) {
        return { kind: 'sso', link: ssoLink(String(sso), webUrl) };
    }
    if (status === 451)
        return { kind: 'blocked' };
    if (status !== 403)
        return undefined;
    const accepted = acceptedPermissions(String(headers['x-accepted-github-permissions'] ?? ''));
    const [known] = REASONS.find(([, pattern]) => pattern.test(detail)) ?? [];
    const kind = known ?? (accepted.length > 0 ? 'permission' : 'unknown');
    if (kind === 'permission')
        return { kind, missing: accepted, isStated: known !== undefined };
    return kind === 'sso' ? { kind, link: undefined } : { kind };
}
function ssoLink(header, webUrl) {
    const [, given = ''] = /^required;\s*url=(\S+)$/i.exec(header) ?? [];
    if (!URL.canParse(given))
        return undefined;
    const { href, origin, username, password } = new URL(given);
    const isSafe = origin === new URL(webUrl).origin && username === '' && password === '';
    return isSafe && href.length <= MAX_LINK ? href : undefined;
}
function acceptedPermissions(header) {
    const [first = ''] = header.split(';');
    const permissions = first.split(',').map(one => {
        const [, scope, level] = /^\s*([a-z_]{1,50})=(read|write|admin)\s*$/.exec(one) ?? [];
        return scope === undefined
            ? undefined
            : { scope: scope.replaceAll('_', '-'), level: level };
    });
    return permissions.every(one => one !== undefined) ? permissions : [];
}

// EXTERNAL MODULE: ./lib/github/repository.js
var github_repository = __webpack_require__(2635);
;// CONCATENATED MODULE: ./lib/github/api-error.js













const API_VERSION = '2022-11-28';
const api_error_CODES = {
    401: 'api-unauthorized',
    403: 'api-forbidden',
    404: 'api-not-found',
    451: 'api-forbidden'
};
function apiError(call, failure) {
    const { status, headers, detail, cause } = failure;
    const requestId = headers['x-github-request-id'];
    const reason = status === undefined ? noApiResponse(detail) : apiStatus(status, detail);
    const wait = retryAfter(headers, Date.now());
    const refusal = refusalOf(failure, call.webUrl);
    const limitAdvice = adviceOnLimit(failure, wait, refusal);
    const code = limitAdvice === undefined ? codeOf(status) : 'api-rate-limited';
    const certificate = status === undefined ? certificateCode(cause) : undefined;
    return new request_error/* RequestError */.G(code, apiRequestFailed(call.doing, reason, requestId === undefined ? undefined : String(requestId)), {
        hint: limitAdvice ?? adviceOf(call, failure, refusal),
        status,
        reason,
        serverMessage: status === undefined ? undefined : detail,
        retryable: limitAdvice !== undefined || ((0,request_error/* isTransient */.d)(status) && !certificate),
        retryAfter: wait,
        unsent: certificate !== undefined || (status === undefined && UNSENT.includes(causeOf(cause).code)),
        cause
    });
}
function codeOf(status) {
    const isRejected = status !== undefined && status < 500 && !(0,request_error/* isTransient */.d)(status);
    return api_error_CODES[status ?? 0] ?? (isRejected ? 'api-rejected' : 'api-failed');
}
function adviceOf(call, { status, detail, cause }, refusal) {
    const needs = { ...call, repository: (0,github_repository/* fullName */.fq)(call.repository) };
    if (status === undefined) {
        const certificate = certificateCode(cause);
        return certificate ? (0,network/* certificateHint */.VY)(certificate) : noApiResponseAdvice();
    }
    if (refusal !== undefined)
        return refusalAdvice(refusal, needs);
    if (status === 404)
        return notFoundAdvice(needs);
    if (status === 401 && call.accessFrom === 'account')
        return unauthorizedAdvice(needs);
    const why = rejectionOf(status, detail);
    if (why !== undefined)
        return rejectedAdvice(why, { ...needs, version: API_VERSION });
    return error_codes/* ERRORS */.Sr[codeOf(status)].advice;
}
function rejectionOf(status, detail) {
    if (status === 400 && /\bX-GitHub-Api-Version\b/i.test(detail))
        return 'version';
    if (status === 409)
        return 'conflict';
    return status === 410 ? 'gone' : undefined;
}
function invalidResponse(call, reason, { retryable = true } = {}) {
    const { advice: hint } = error_codes/* ERRORS */.Sr['api-answer-invalid'];
    return failedRequest('api-answer-invalid', call.doing, { hint, status: 200, reason, retryable });
}
function failedRequest(code, doing, details) {
    return new request_error/* RequestError */.G(code, apiRequestFailed(doing, details.reason), details);
}
function messageIn(body) {
    return textOf((0,attempt/* attempt */.C)(() => JSON.parse(body)));
}
function textOf(data) {
    const { message } = (data ?? {});
    return typeof message === 'string' ? message : '';
}
function failureOf(thrown) {
    const { response } = thrown;
    if (response === undefined) {
        return { status: undefined, headers: {}, detail: causeOf(thrown).text, cause: thrown };
    }
    const { status, headers, data } = response;
    return { status, headers, detail: textOf(data), cause: thrown };
}
function causeOf(thrown) {
    const { cause, code } = (thrown ?? {});
    if (cause)
        return causeOf(cause);
    const known = typeof code === 'string' ? code : '';
    return { text: (0,action_error/* messageOf */.bD)(thrown) || known, code: known };
}
function adviceOnLimit({ status, headers, detail }, wait, refusal) {
    if (wait !== undefined && (status === 403 || status === 429 || status === 503))
        return requestedWaitAdvice(wait);
    if (status !== 403 && status !== 429)
        return undefined;
    const isKnown = refusal !== undefined && refusal.kind !== 'unknown';
    const isGuess = refusal?.kind === 'permission' && !refusal.isStated;
    if (isKnown && !isGuess)
        return undefined;
    if (String(headers['x-ratelimit-remaining']) === '0')
        return rateLimitUsedUpAdvice(resetTime(headers));
    return status === 429 || /secondary rate limit/i.test(detail) ? secondaryLimitAdvice() : undefined;
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./lib/memory/garbage-collector.js
var garbage_collector = __webpack_require__(6446);
;// CONCATENATED MODULE: ./lib/http/agent-exchange.js





async function exchangeByAgent(exchange, agent) {
    const message = await send(exchange, agent);
    return {
        status: message.statusCode ?? 0,
        headers: message.headers,
        read: async (onChunk) => await readBody(message, onChunk),
        isPaused: () => message.isPaused(),
        discard: () => void message.destroy()
    };
}
async function send(exchange, agent) {
    const { method = 'GET', url, headers, resends = false, signal } = exchange;
    const { request } = url.protocol === 'https:' ? external_node_https_ : external_node_http_;
    return await new Promise((resolve, reject) => {
        let response;
        const connection = { agent, signal, givenUp: signal };
        const sending = request(url, { method, headers, auth: null, ...connection });
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        sending.on('response', message => {
            response = message.on('error', () => { });
            resolve(message);
        });
        sending.on('error', error => {
            if (response !== undefined) {
                if (!response.complete)
                    response.destroy(error);
            }
            else if (resends && sending.reusedSocket && !signal.aborted)
                resolve(send(exchange, agent));
            else
                reject(error);
        });
        sending.on('close', () => {
            if (response === undefined)
                reject(new ConnectionError('no-response', (0,network/* connectionClosed */.nv)()));
        });
        sending.end(exchange.body);
    });
}
async function readBody(message, onChunk) {
    const endedEarly = () => new ConnectionError('ended-early', (0,network/* connectionEndedEarly */.KH)());
    if (message.destroyed)
        throw new BrokenBody(message.errored ?? endedEarly());
    await new Promise((resolve, reject) => {
        let busy;
        const fail = (cause) => {
            Promise.resolve(busy).then(() => reject(new BrokenBody(cause)), reject);
        };
        message.on('data', (chunk) => {
            try {
                busy = onChunk(chunk) ?? undefined;
                (0,garbage_collector/* countChunk */.J8)(chunk);
                if (busy === undefined)
                    return;
                message.pause();
                busy.then(() => message.resume(), reject);
            }
            catch (error) {
                reject(error);
            }
        });
        message.on('end', () => resolve(busy));
        message.on('error', fail);
        message.on('close', () => fail(endedEarly()));
    });
}

// EXTERNAL MODULE: ./lib/http/proxy.js
var http_proxy = __webpack_require__(768);
;// CONCATENATED MODULE: ./lib/http/agents.js




class Agents {
    #agents = new Map();
    for({ protocol, href }) {
        const proxy = (0,http_proxy.proxyFor)(href);
        const key = `${protocol} ${proxy}`;
        const agent = this.#agents.get(key) ?? newAgent(protocol, proxy);
        this.#agents.set(key, agent);
        return agent;
    }
    close() {
        for (const agent of this.#agents.values())
            agent.destroy();
    }
}
function newAgent(protocol, proxy) {
    const isSecure = protocol === 'https:';
    const agent = isSecure ? new external_node_https_.Agent({ keepAlive: true }) : new external_node_http_.Agent({ keepAlive: true });
    if (proxy !== '') {
        agent.createConnection = (target, done) => {
            tunnel(new URL(proxy), target, isSecure, done);
            return undefined;
        };
    }
    return agent;
}

// EXTERNAL MODULE: ./lib/time/clock.js
var time_clock = __webpack_require__(4795);
;// CONCATENATED MODULE: ./lib/github/api-fetch.js







const MAX_RESPONSE = 32 * 1024 * 1024;
const TOO_LARGE = 'too-large';
const FINAL_WAIT = time_clock/* STOP_GRACE */.yx / 2;
const MAX_STALL_TIMEOUTS = 10;
function apiFetch(stallTimeout, stop, longest = Math.min(time_clock/* LONGEST_TIMER */.Z$, MAX_STALL_TIMEOUTS * stallTimeout)) {
    const agents = new Agents();
    const send = async (url, options = {}) => {
        const { method = 'GET', headers, body: sent } = options;
        stop?.throwIfAborted();
        const controller = new AbortController();
        const stalled = new Error(apiStalled(stallTimeout / 1000));
        let failure = stalled;
        const giveUp = (reason) => {
            failure = reason;
            controller.abort(reason);
        };
        const stallTimer = setTimeout(giveUp, stallTimeout, stalled);
        const totalTimer = setTimeout(giveUp, longest, new Error(apiTooSlow(longest / 1000)));
        let stopTimer;
        const onStop = () => {
            stopTimer = setTimeout(giveUp, method === 'GET' ? 0 : FINAL_WAIT, stop?.reason);
        };
        stop?.addEventListener('abort', onStop);
        try {
            const to = new URL(url);
            const exchange = await exchangeByAgent({
                method,
                url: to,
                headers: { ...headers, 'accept-encoding': 'gzip' },
                body: sent,
                signal: controller.signal
            }, agents.for(to));
            stallTimer.refresh();
            const chunks = [];
            let length = 0;
            await exchange.read(chunk => {
                stallTimer.refresh();
                length += chunk.length;
                if (length > MAX_RESPONSE)
                    throw tooLarge();
                chunks.push(chunk);
            });
            const { status } = exchange;
            const headerMap = new Map(Object.entries(exchange.headers).map(([name, value]) => [name, String(value)]));
            const body = await decoded(Buffer.concat(chunks), headerMap.get('content-encoding'));
            return {
                url,
                status,
                headers: headerMap,
                text: async () => new TextDecoder().decode(body),
                arrayBuffer: async () => Uint8Array.from(body).buffer
            };
        }
        catch (error) {
            if (controller.signal.aborted)
                throw failure;
            controller.abort(error);
            throw error instanceof BrokenBody ? error.cause : error;
        }
        finally {
            stop?.removeEventListener('abort', onStop);
            for (const timer of [stallTimer, totalTimer, stopTimer])
                clearTimeout(timer);
        }
    };
    return send;
}
async function decoded(body, coding) {
    if (body.length === 0 || !/^(x-)?gzip$/i.test(coding ?? ''))
        return body;
    try {
        return await (0,external_node_util_.promisify)(external_node_zlib_.gunzip)(body, { maxOutputLength: MAX_RESPONSE });
    }
    catch (error) {
        throw error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error;
    }
}
function tooLarge() {
    return new ConnectionError(TOO_LARGE, apiResponseTooLarge(MAX_RESPONSE));
}

;// CONCATENATED MODULE: ./lib/github/api-client.js









const MAX_REDIRECTS = 5;
const PERMANENT = [301, 308];
const REPOSITORY = '/repos/{owner}/{repo}';
const silent = () => { };
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };
class ApiClient {
    requests = 0;
    concurrency;
    repository;
    #hops = 1;
    #movedTo;
    #dialect;
    #options;
    #kept = new Map();
    #octokit;
    #fetch;
    constructor(options) {
        this.#options = options;
        this.#dialect = options.dialect;
        this.concurrency = options.queue.concurrency;
        this.repository = options.repository;
        this.#octokit = (0,github/* getOctokit */.Q)(options.token || 'none', {
            baseUrl: options.apiUrl,
            userAgent: 'artifact-action',
            log: SILENT
        });
        this.#fetch = apiFetch(options.stallTimeout, options.signal);
    }
    get repositoryName() {
        return (0,github_repository/* fullName */.fq)(this.repository);
    }
    call(doing, more = {}) {
        const { repository, ownRepository, access, also, apiUrl } = this.#options;
        const { tokensGetAccessFrom: accessFrom } = this.#dialect;
        return { doing, repository, ownRepository, access, accessFrom, also, webUrl: (0,github_repository/* webUrlOf */.n6)(apiUrl), ...more };
    }
    get dialect() {
        return this.#dialect;
    }
    recognize(data) {
        this.#dialect = this.#dialect.recognize?.(data) ?? this.#dialect;
        return this.#dialect;
    }
    direct(request, call) {
        const { token } = this.#options;
        if (token === '')
            throw noToken(call, this.#dialect);
        const { url } = this.#octokit.request.endpoint(...this.#routeOf(request));
        return {
            url: new URL(url),
            headers: { authorization: `token ${token}` },
            onRequest: () => {
                this.requests++;
            }
        };
    }
    get protocol() {
        return new URL(this.#options.apiUrl).protocol;
    }
    get rateLimitRemaining() {
        return this.#options.queue.limits.remaining;
    }
    afford(doing, pages) {
        const { isCovered, remaining = 0, resetAt } = this.#options.queue.limits.plan(pages * this.#hops);
        if (isCovered)
            return;
        const reason = tooFewRequestsLeft(pages, remaining, resetAt);
        const hint = tooFewRequestsLeftAdvice();
        throw failedRequest('api-rate-limited', doing, { hint, reason, retryable: false });
    }
    affordDownload(calls) {
        const requests = calls * this.#hops;
        const plan = this.#options.queue.limits.plan(requests);
        const { remaining = 0, resetAt, lastReset, possibleAt, neededWait } = plan;
        if (plan.isCovered) {
            return lastReset === undefined ? undefined : downloadWaits(requests, remaining, lastReset);
        }
        const reason = tooFewRequestsForDownload(requests, remaining, resetAt);
        const hint = tooFewRequestsForDownloadAdvice(possibleAt, neededWait);
        throw failedRequest('api-rate-limited', toDownloadAll(), { hint, reason, retryable: false });
    }
    async request(request) {
        if (this.#options.token === '')
            throw noToken(request, this.#dialect);
        const points = POINTS_OF[request.method] * this.#hops;
        return await this.#options.queue.send(async (attempt) => {
            const response = await this.#send(request, attempt);
            const key = keyOf(request);
            if (response.status === 304)
                return this.#kept.get(key)?.value;
            const value = request.read(response);
            if (value === undefined) {
                const isJson = typeof response.data === 'object';
                throw invalidResponse(request, unexpectedResponse(request.expected), { retryable: !isJson });
            }
            const { etag } = response.headers;
            if (this.#options.conditional && request.method === 'GET' && response.status === 200 && etag) {
                this.#kept.set(key, { etag: String(etag), value });
            }
            return value;
        }, points);
    }
    async get({ doing, thing, ...request }) {
        return await this.request({ ...this.call(doing, { thing }), ...request, method: 'GET' });
    }
    async #send(request, attempt) {
        let response = await this.#sendOnce(request, this.#routeOf(request), attempt);
        let repeated = 0;
        let movedTo;
        for (let hop = 0; [...PERMANENT, 307].includes(response.status); hop++) {
            if (hop === MAX_REDIRECTS)
                throw invalidResponse(request, tooManyApiRedirects(MAX_REDIRECTS));
            const location = this.#redirectOf(request, response);
            const moved = repeated === 0 && PERMANENT.includes(response.status)
                ? this.#repositoryUrl(request, location)
                : undefined;
            if (moved === undefined)
                repeated++;
            else
                movedTo = moved;
            response = await this.#sendOnce(request, [location.href, {}], attempt);
        }
        this.#hops = Math.max(this.#hops, 1 + repeated);
        this.#movedTo = movedTo ?? this.#movedTo;
        return response;
    }
    #routeOf({ path, parameters }) {
        return this.#movedTo === undefined
            ? [path, { ...this.repository, ...parameters }]
            : [this.#movedTo + path.slice(REPOSITORY.length), parameters];
    }
    #redirectOf(request, { headers }) {
        const { apiUrl } = this.#options;
        const { location: given } = headers;
        if (given === undefined || !URL.canParse(String(given), apiUrl)) {
            throw invalidResponse(request, invalidApiRedirect());
        }
        const location = new URL(String(given), apiUrl);
        if (location.origin !== new URL(apiUrl).origin || location.username !== '') {
            throw invalidResponse(request, apiRedirectToOtherOrigin(location.origin));
        }
        return location;
    }
    #repositoryUrl({ path, parameters }, { origin, pathname }) {
        const { url } = this.#octokit.request.endpoint(path.slice(REPOSITORY.length), parameters);
        const [rest = ''] = url.slice(this.#options.apiUrl.length).split('?');
        return pathname.endsWith(rest) ? origin + pathname.slice(0, -rest.length) : undefined;
    }
    async #sendOnce(call, [route, parameters], attempt) {
        this.requests++;
        const started = performance.now();
        const etag = call.method === 'GET' ? this.#kept.get(keyOf(call))?.etag : undefined;
        try {
            const response = await this.#octokit.request(`${call.method} ${route}`, {
                ...parameters,
                headers: {
                    accept: 'application/vnd.github+json',
                    'x-github-api-version': API_VERSION,
                    ...(etag !== undefined && { 'if-none-match': etag })
                },
                request: { redirect: 'manual', fetch: this.#fetch, log: SILENT }
            });
            this.#note(call, { ...response, attempt, started });
            return { status: response.status, headers: response.headers, data: response.data };
        }
        catch (thrown) {
            const failure = failureOf(thrown);
            this.#note(call, { ...failure, attempt, started });
            if (failure.status === 304 && etag !== undefined) {
                return { status: 304, headers: failure.headers, data: undefined };
            }
            throw apiError(call, failure);
        }
    }
    #note({ method, path, parameters }, response) {
        const { status, headers, attempt, started } = response;
        const values = { ...this.repository, ...parameters };
        this.#options.queue.limits.note(limitHeaders(headers, Date.now()));
        const requestId = headers['x-github-request-id'];
        this.#options.onAnswer?.(apiResponseLine({
            method,
            path: path.replace(/\?.*/, '').replace(/\{(\w+)\}/g, (_, name) => String(values[name])),
            status,
            milliseconds: performance.now() - started,
            requestId: requestId === undefined ? undefined : String(requestId),
            attempt: (0,request_error/* isTransient */.d)(status) ? attempt : undefined
        }));
    }
}
async function orUndefined(request) {
    try {
        return await request;
    }
    catch (error) {
        if (error instanceof request_error/* RequestError */.G && error.status === 404)
            return undefined;
        throw error;
    }
}
function noToken({ doing }, { knowsCurrentRun }) {
    const hint = (0,artifact_service/* tokenMissingHint */.Dk)({ isAct: !knowsCurrentRun });
    const details = { hint, reason: (0,artifact_service/* tokenMissing */.O3)(), unsent: true, retryable: false };
    return failedRequest('api-unauthorized', doing, details);
}
function keyOf({ path, parameters }) {
    return JSON.stringify([path, parameters]);
}

;// CONCATENATED MODULE: ./lib/concurrency/for-each-concurrently.js
async function forEachConcurrently(items, concurrency, action) {
    const iterator = items[Symbol.iterator]();
    const errors = [];
    const runner = async () => {
        while (errors.length === 0) {
            const { value, done } = iterator.next();
            if (done)
                return;
            try {
                await action(value);
            }
            catch (error) {
                errors.push(error);
            }
        }
    };
    await Promise.all(Array.from({ length: concurrency }, runner));
    if (errors.length > 0)
        throw errors[0];
}

;// CONCATENATED MODULE: ./lib/github/artifact-compactor.js

const LONG = 2000;
class Compactor {
    #runs = new Map();
    compact(page) {
        if (page.total <= LONG)
            return page;
        garbage_collector/* garbageCollector */.be.stopYoungGrowth();
        for (const artifact of page.items)
            this.#share(artifact);
        return page;
    }
    #share(artifact) {
        const { workflow_run: run, created_at: created } = artifact;
        if (artifact.updated_at === created)
            artifact.updated_at = created;
        if (run?.id === undefined)
            return;
        const shared = this.#runs.get(run.id);
        if (shared === undefined)
            this.#runs.set(run.id, run);
        else if (isEqual(shared, run))
            artifact.workflow_run = shared;
    }
}
function isEqual(a, b) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every(key => a[key] === b[key]);
}

;// CONCATENATED MODULE: ./lib/github/pages.js

const PER_PAGE = 100;
function pageOf(data, key, isItem) {
    const { total_count: total, [key]: items } = (data ?? {});
    if (!Number.isSafeInteger(total) || !Array.isArray(items) || !items.every(isItem))
        return undefined;
    return { total: Number(total), items };
}
function hasNextPage({ link }) {
    return /\brel="?next\b/.test(String(link ?? ''));
}
function allOf(data, read) {
    if (!Array.isArray(data))
        return undefined;
    const items = data.map(item => read(item));
    return items.every(item => item !== undefined) ? items : undefined;
}
function uncountedPageOf({ data, headers }, pageSize, read) {
    const items = allOf(data, read);
    return (items && {
        items,
        isLast: items.length === 0 || (!hasNextPage(headers) && items.length < pageSize)
    });
}
const MAX_WALKS = 3;
async function readPages(reading) {
    const kept = new Map();
    let everSeen = new Set();
    for (let walked = 1;; walked++) {
        const walk = new Walk(reading, kept);
        const complete = await walk.run();
        const { seen, total, moved } = walk;
        const missed = complete && seen.size < total && [...seen].some(id => !everSeen.has(id));
        if (walked === MAX_WALKS || !(moved || missed))
            return { items: [...kept.values()], complete };
        everSeen = new Set([...everSeen, ...seen]);
    }
}
class Walk {
    total = 0;
    moved = false;
    seen = new Set();
    #reading;
    #kept;
    #pageSize = 0;
    #end = Number.POSITIVE_INFINITY;
    #shrank = false;
    #direction = 1;
    constructor(reading, kept) {
        this.#reading = reading;
        this.#kept = kept;
    }
    async run() {
        const { stop, mayRise } = this.#reading;
        const first = await this.#read(1);
        this.#take(first);
        this.#pageSize = first.items.length;
        let next = 2;
        if (!this.#isFalling(first.items) && mayRise?.() === true)
            this.#direction = -1;
        if (stop !== undefined && this.#isFalling(first.items)) {
            if (stop.from !== (this.#direction === 1 ? 'newest' : 'oldest'))
                return await this.#fromTheEnd(stop, first);
            const stopped = await this.#fromTheStart(stop, first);
            if (stopped === 'enough')
                return false;
            next = stopped;
        }
        this.#reading.afford?.(this.#lastPage - next + 1);
        await this.#takeAll(this.#pagesFrom(next));
        this.moved = this.#shrank;
        return true;
    }
    async #fromTheStart(stop, first) {
        const enough = this.#begin(stop);
        if (await enough(first))
            return this.#lastPage > 1 ? 'enough' : 2;
        let farthest = this.#farthest(first.items);
        let next = 2;
        for (let size = 1; next <= this.#lastPage; size = this.#grown(size)) {
            const pages = range(next, Math.min(next + size - 1, this.#lastPage));
            next += pages.length;
            for (const { falling, items, total } of await this.#takeInParallel(pages)) {
                if (!falling || !items.every(item => this.#rankOf(item) < farthest))
                    return next;
                farthest = Math.min(farthest, this.#farthest(items));
                if (!(await enough({ items, total })))
                    continue;
                this.moved = this.#shrank;
                return next > this.#lastPage ? next : 'enough';
            }
        }
        return next;
    }
    async #fromTheEnd(stop, first) {
        const enough = this.#begin(stop);
        const counted = this.total;
        const start = this.#farthest(first.items);
        let nearest = Number.NEGATIVE_INFINITY;
        let next = this.#lastPage;
        for (let size = 1; next >= 2; size = this.#grown(size)) {
            const pages = range(Math.max(2, next - size + 1), next).reverse();
            next -= pages.length;
            for (const { falling, items, total } of await this.#takeInParallel(pages)) {
                const isInOrder = items.every(item => this.#rankOf(item) > nearest && this.#rankOf(item) < start);
                if (!falling || !isInOrder) {
                    this.#reading.afford?.(next - 1);
                    await this.#takeAll(this.#pagesFrom(2, next));
                    this.moved = this.#shrank || this.total > counted;
                    return true;
                }
                nearest = items.reduce((highest, item) => Math.max(highest, this.#rankOf(item)), nearest);
                this.moved = this.total > counted;
                if (await enough({ items, total }))
                    return next < 2;
            }
        }
        return true;
    }
    async #takeAll(pages) {
        await forEachConcurrently(pages, this.#reading.concurrency, async (page) => {
            this.#take(await this.#read(page));
        });
    }
    async #takeInParallel(pages) {
        const read = new Map();
        await forEachConcurrently(pages, this.#reading.concurrency, async (page) => {
            read.set(page, await this.#read(page));
        });
        return pages.map(number => {
            const page = read.get(number);
            return { ...this.#take(page), falling: page.items.length > 0 && this.#isFalling(page.items) };
        });
    }
    async #read(number) {
        const page = await this.#reading.readPage(number);
        this.#shrank ||= page.total < this.total;
        if (page.items.length === 0)
            this.#end = Math.min(this.#end, number - 1);
        this.total = Math.max(this.total, page.total);
        return page;
    }
    #take(page) {
        const items = page.items.filter(({ id }) => !this.seen.has(id));
        for (const item of items) {
            this.seen.add(item.id);
            if (this.#reading.keep?.(item) ?? true)
                this.#kept.set(item.id, item);
        }
        return { total: page.total, items };
    }
    #rankOf({ id }) {
        return this.#direction * id;
    }
    #isFalling(items) {
        return items.every((item, index) => index === 0 || this.#rankOf(item) < this.#rankOf(items[index - 1]));
    }
    #farthest(items) {
        return items.reduce((lowest, item) => Math.min(lowest, this.#rankOf(item)), Number.POSITIVE_INFINITY);
    }
    #begin(stop) {
        const enough = stop.begin();
        return page => enough(this.#direction === 1 ? page : { ...page, items: page.items.toReversed() });
    }
    get #lastPage() {
        return this.#pageSize === 0 ? 1 : Math.min(Math.ceil(this.total / this.#pageSize), this.#end);
    }
    *#pagesFrom(first, last = Number.POSITIVE_INFINITY) {
        for (let page = first; page <= Math.min(last, this.#lastPage); page++)
            yield page;
    }
    #grown(size) {
        return Math.min(size * 2, this.#reading.concurrency);
    }
}
function range(from, to) {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

;// CONCATENATED MODULE: ./lib/github/artifacts-api.js









class ArtifactsApi {
    #client;
    #hasAccess = false;
    constructor(client) {
        this.#client = client;
    }
    async list({ runId, name, keep, stop, describe }) {
        const doing = toListArtifacts(this.#client.repositoryName, runId);
        const path = runId === undefined
            ? '/repos/{owner}/{repo}/actions/artifacts'
            : '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts';
        const compactor = new Compactor();
        const readPage = async (page) => {
            const { dialect } = this.#client;
            const read = await this.#client.get({
                doing,
                thing: runId === undefined ? undefined : `run ${runId}`,
                path,
                parameters: {
                    ...(runId !== undefined && { run_id: runId }),
                    ...(name !== undefined && { name }),
                    ...dialect.pageOf(page, dialect.pageSize)
                },
                read: response => {
                    const read = this.#client.recognize(response.data).readArtifacts(response);
                    this.#hasAccess ||= read !== undefined;
                    return read && compactor.compact(read);
                },
                expected: 'artifacts'
            });
            await describe?.(read.items);
            return read;
        };
        const reading = readPages({
            concurrency: this.#client.concurrency,
            readPage,
            keep: artifact => (name === undefined || artifact.name === name) && (keep?.(artifact) ?? true),
            stop,
            mayRise: () => this.#client.dialect.mayListOldestFirst,
            afford: pages => this.#client.afford(doing, pages)
        });
        try {
            return await reading;
        }
        catch (error) {
            const isUnknownRun = runId !== undefined && error instanceof request_error/* RequestError */.G && error.status === 404;
            const { dialect } = this.#client;
            const mayPageByNumber = dialect.pagesByNumber || 'recognize' in dialect;
            if (!isUnknownRun || !mayPageByNumber)
                throw error;
            throw error.withHint(runIdIsNotNumber(error.hint));
        }
    }
    async get(artifactId) {
        const artifact = await orUndefined(this.#client.get({
            doing: toGetArtifact(this.#client.repositoryName, artifactId),
            path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
            parameters: { artifact_id: artifactId },
            read: ({ data }) => {
                const artifact = this.#client.recognize(data).readArtifact(data);
                return artifact?.id === artifactId ? artifact : undefined;
            },
            expected: 'artifact'
        }));
        this.#hasAccess ||= artifact !== undefined;
        return artifact;
    }
    async getAll(ids) {
        const found = [];
        await forEachConcurrently(ids, this.#client.concurrency, async (id) => {
            const artifact = await this.get(id);
            if (artifact !== undefined)
                found.push(artifact);
        });
        return found;
    }
    idsOf = 'repository';
    notes() {
        return this.#client.dialect.omits === 'old-uploads' ? [oldUploadsNotListed()] : [];
    }
    async locate(artifact) {
        const call = this.#client.call(toDownloadArtifact(artifact));
        const request = {
            path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/zip',
            parameters: { artifact_id: artifact.id }
        };
        const { dialect } = this.#client;
        if (dialect.bytes === 'any') {
            const { url, headers, onRequest } = this.#client.direct(request, call);
            const errorOf = (failure) => this.#bytesError(apiError(call, failure), artifact);
            return { url, api: { headers, onRequest, errorOf } };
        }
        try {
            const url = await this.#client.request({
                ...call,
                ...request,
                method: 'GET',
                read: ({ status, headers }) => {
                    const location = String(headers.location);
                    return status === 302 && URL.canParse(location) ? this.#checked(new URL(location), call) : undefined;
                },
                expected: 'download-url'
            });
            return { url };
        }
        catch (error) {
            throw error instanceof request_error/* RequestError */.G ? this.#bytesError(error, artifact) : error;
        }
    }
    #checked(url, call) {
        const { protocol } = this.#client;
        if (url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:'))
            return url;
        throw invalidResponse(call, insecureApiRedirect(protocol, url.protocol));
    }
    #bytesError(error, artifact) {
        const { status, serverMessage = '' } = error;
        const isExpired = status === 410 || (status === 404 && this.#client.dialect.isExpired(serverMessage));
        if (!isExpired) {
            return status === 404 && this.#hasAccess ? error.withHint(listedButNotFoundAdvice()) : error;
        }
        const { expires_at: end } = artifact;
        const day = end === null || Date.parse(end) > Date.now() ? undefined : end.slice(0, 10);
        const hint = error_codes/* ERRORS */.Sr['artifact-expired'].advice;
        return new action_error/* ActionError */.lZ('artifact-expired', artifactExpired(artifact, day), { hint, cause: error });
    }
    afford(artifacts) {
        return this.#client.affordDownload(artifacts.length);
    }
    async isReplaced() {
        return false;
    }
    usesRest() {
        return true;
    }
    async delete(artifact) {
        const call = this.#client.call(toDeleteArtifact(artifact));
        try {
            return await this.#client.request({
                ...call,
                method: 'DELETE',
                path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
                parameters: { artifact_id: artifact.id },
                read: ({ status }) => (status === 204 ? 'deleted' : undefined),
                expected: 'deleted'
            });
        }
        catch (error) {
            if (!(error instanceof request_error/* RequestError */.G && error.status === 404))
                throw error;
            return error.afterLostAnswer ? 'deleted' : 'gone';
        }
    }
}

;// CONCATENATED MODULE: ./lib/github/run.js
function workflowPath(path) {
    return withoutRef(path).replace(/^[^/]+\/[^/]+\/(?=\.\w+\/workflows\/)/, '');
}
function workflowFile(path) {
    return withoutRef(path).replace(/^.*\//, '');
}
function withoutRef(path) {
    return /^.*?\.ya?ml(?=@|$)/.exec(path)?.[0] ?? path.replace(/@.*$/, '');
}
function isOfWorkflow(run, workflow) {
    if (/^\d+$/.test(workflow))
        return String(run.workflow_id) === workflow;
    const path = run.path ?? '';
    const areFiles = !workflow.includes('/') || !withoutRef(path).includes('/');
    if (areFiles)
        return workflowFile(path) === workflowFile(workflow);
    return [withoutRef(path), workflowPath(path)].includes(workflow);
}

;// CONCATENATED MODULE: ./lib/github/runs-api.js






class RunsApi {
    #client;
    #hasRuns = true;
    #existing = new Set();
    #numbers = new Map();
    constructor(client) {
        this.#client = client;
    }
    get dialect() {
        return this.#client.dialect;
    }
    get hasRuns() {
        return this.#hasRuns;
    }
    numberOf(runId) {
        return this.#numbers.get(runId);
    }
    #note(runs) {
        for (const { id, run_number: number } of runs)
            if (number != null)
                this.#numbers.set(id, number);
    }
    async get(runId) {
        return this.#hasRuns ? await orUndefined(this.#get(runId)) : undefined;
    }
    async getExisting(runId) {
        if (this.#existing.has(runId) || !this.#hasRuns)
            return undefined;
        try {
            const run = await this.#get(runId);
            this.#existing.add(runId);
            return run;
        }
        catch (error) {
            if (!this.#isUnknownPath(error))
                throw error;
            this.#hasRuns = false;
            return undefined;
        }
    }
    async #get(runId) {
        return await this.#client.get({
            doing: toGetRun(this.#client.repositoryName, runId),
            thing: `run ${runId}`,
            path: '/repos/{owner}/{repo}/actions/runs/{run_id}',
            parameters: { run_id: runId },
            read: ({ data }) => {
                const run = this.#client.recognize(data).readRun(data);
                if (run?.id !== runId)
                    return undefined;
                this.#note([run]);
                return run;
            },
            expected: 'run'
        });
    }
    #isUnknownPath(error) {
        const mayBeOld = this.#client.dialect.runListSince !== undefined;
        return mayBeOld && error instanceof request_error/* RequestError */.G && error.status === 404 && !error.serverMessage;
    }
    async page(filters, page, perPage) {
        const { dialect, repositoryName } = this.#client;
        const { path, parameters } = dialect.runList(filters);
        const doing = toListRuns(repositoryName, filters.workflow);
        try {
            return await this.#client.get({
                doing,
                path,
                parameters: { ...parameters, ...dialect.pageOf(page, perPage ?? dialect.pageSize) },
                read: response => {
                    const read = this.#client.recognize(response.data).readRuns(response, filters);
                    this.#note(read?.items ?? []);
                    return read;
                },
                expected: 'runs'
            });
        }
        catch (error) {
            const { runListSince: since } = this.#client.dialect;
            if (since === undefined || !this.#isUnknownPath(error))
                throw error;
            const details = { reason: noRunList(since), hint: noRunListAdvice(), retryable: false, cause: error };
            throw failedRequest('api-not-found', doing, details);
        }
    }
    async byNumber(workflow, number) {
        let [first, last] = [1, Number.POSITIVE_INFINITY];
        const filters = { workflow, runNumber: number };
        for (let page = 1; first <= last;) {
            const { total, items } = (await orUndefined(this.page(filters, page))) ?? { total: 0, items: [] };
            const run = items.find(item => item.run_number === number);
            const [newest, oldest] = [items[0]?.run_number, items.at(-1)?.run_number];
            if (run !== undefined || newest == null || oldest == null)
                return run;
            if (number > newest)
                last = page - 1;
            else if (number < oldest) {
                first = page + 1;
                const after = Math.ceil((oldest - number) / items.length);
                last = Math.min(last + 1, page + after, Math.ceil(total / items.length));
            }
            else
                return undefined;
            page = page === 1 ? last : Math.floor((first + last) / 2);
        }
        return undefined;
    }
    async hasWorkflow(workflow) {
        const { workflows } = this.#client.dialect;
        if (workflows === 'unknown')
            return true;
        if (workflows === 'list-of-runs') {
            return (await this.page({ workflow: workflowFile(workflow) }, 1, 1)).total > 0;
        }
        if (workflows === 'runs')
            return (await orUndefined(this.page({ workflow }, 1, 1))) !== undefined;
        const files = await this.#client.get({
            doing: toListWorkflows(this.#client.repositoryName),
            path: '/repos/{owner}/{repo}/actions/workflows',
            parameters: {},
            read: ({ data }) => workflowFilesOf(data),
            expected: 'workflows'
        });
        return files.includes(workflowFile(workflow));
    }
    async list(filters) {
        const readPage = (page) => this.page(filters, page);
        return (await readPages({ concurrency: this.#client.concurrency, readPage })).items;
    }
    async pullRequestHeads(page) {
        const { dialect, repositoryName } = this.#client;
        return await this.#client.get({
            doing: toListPullRequests(repositoryName),
            path: '/repos/{owner}/{repo}/pulls',
            parameters: { state: 'all', sort: 'recentupdate', ...dialect.pageOf(page, dialect.pageSize) },
            read: ({ data, headers }) => {
                if (!Array.isArray(data))
                    return undefined;
                const heads = new Map();
                for (const item of data) {
                    const head = dialect.readPullRequest(item);
                    const { number } = (item ?? {});
                    if (head !== undefined && Number.isSafeInteger(number))
                        heads.set(Number(number), head);
                }
                return { heads, isLast: !hasNextPage(headers) && data.length < dialect.pageSize };
            },
            expected: 'pull-requests'
        });
    }
    async pullRequestHead(number) {
        return await getPullRequest(this.#client, number, data => this.#client.dialect.readPullRequest(data));
    }
}
async function getPullRequest(client, number, read) {
    return await client.get({
        doing: toGetPullRequest(client.repositoryName, number),
        thing: `pull request ${number}`,
        path: '/repos/{owner}/{repo}/pulls/{pull_number}',
        parameters: { pull_number: number },
        read: ({ data }) => read(data),
        expected: 'pull-request'
    });
}
function workflowFilesOf(data) {
    const { workflows } = (data ?? {});
    return allOf(workflows, workflow => {
        const { path } = (workflow ?? {});
        return typeof path === 'string' ? workflowFile(path) : undefined;
    });
}

;// CONCATENATED MODULE: ./lib/github/commits-api.js




class CommitsApi {
    #client;
    #mergeBase;
    #log;
    constructor(client) {
        this.#client = client;
    }
    async pullRequests(sha) {
        const { dialect } = this.#client;
        if (dialect.pullRequestsOfCommit === 'merged')
            return await this.#mergedAs(sha);
        return await this.#client.get({
            doing: toListPullRequests(this.#client.repositoryName, sha),
            thing: `commit ${sha}`,
            path: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
            parameters: { commit_sha: sha, per_page: dialect.pageSize },
            read: ({ data }) => allOf(data, item => pullOf(item, dialect)),
            expected: 'pull-requests'
        });
    }
    async #mergedAs(sha) {
        const pull = await orUndefined(this.#client.get({
            doing: toListPullRequests(this.#client.repositoryName, sha),
            thing: `commit ${sha}`,
            path: '/repos/{owner}/{repo}/commits/{commit_sha}/pull',
            parameters: { commit_sha: sha },
            read: ({ data }) => pullOf(data, this.#client.dialect),
            expected: 'pull-request'
        }));
        return pull === undefined ? [] : [pull];
    }
    async mergeBase({ base, head, number }) {
        const isOfPull = this.#client.dialect.mergeBaseOf === 'pull-request' && number !== undefined;
        this.#mergeBase ??= isOfPull ? this.#mergeBaseOf(number) : this.#compare(base, head);
        return await this.#mergeBase;
    }
    async #mergeBaseOf(number) {
        return await getPullRequest(this.#client, number, data => {
            const { merge_base: sha } = (data ?? {});
            return shaOf({ sha });
        });
    }
    async #compare(base, head) {
        return await this.#client.get({
            doing: toCompare(this.#client.repositoryName, base, head),
            thing: `comparison ${base}...${head}`,
            path: '/repos/{owner}/{repo}/compare/{basehead}',
            parameters: { basehead: `${base}...${head}`, per_page: 1 },
            read: ({ data }) => shaOf(data?.merge_base_commit),
            expected: 'comparison'
        });
    }
    async log(sha, ancestors) {
        this.#log ??= this.#readLog(sha, ancestors + 1);
        return await this.#log;
    }
    async #readLog(sha, count) {
        const { pageSize } = this.#client.dialect;
        const perPage = Math.ceil(count / Math.ceil(count / pageSize));
        const commits = [];
        for (let page = 1;; page++) {
            const { items, isLast } = await this.#commits(sha, page, perPage);
            commits.push(...items);
            if (isLast || commits.length >= count)
                return commits.slice(0, count);
        }
    }
    async #commits(sha, page, perPage) {
        const { dialect, repositoryName } = this.#client;
        return await this.#client.get({
            doing: toListCommits(repositoryName, sha),
            thing: `commit ${sha}`,
            path: '/repos/{owner}/{repo}/commits',
            parameters: { sha, ...dialect.commitDetails, ...dialect.pageOf(page, perPage) },
            read: response => uncountedPageOf(response, perPage, datedCommitOf),
            expected: 'commits'
        });
    }
}
function datedCommitOf(item) {
    const sha = shaOf(item);
    const { commit } = (item ?? {});
    const date = Date.parse(String(commit?.committer?.date));
    return sha === undefined ? undefined : { sha, date: Number.isNaN(date) ? Number.NEGATIVE_INFINITY : date };
}
function shaOf(commit) {
    const { sha } = (commit ?? {});
    return typeof sha === 'string' && sha !== '' ? sha.toLowerCase() : undefined;
}
function pullOf(item, dialect) {
    const { number, merged_at, merge_commit_sha: merge } = (item ?? {});
    const head = dialect.readPullRequest(item);
    if (!Number.isSafeInteger(number) || head === undefined)
        return undefined;
    return {
        number: Number(number),
        isMerged: typeof merged_at === 'string',
        mergeCommit: typeof merge === 'string' ? merge.toLowerCase() : undefined,
        head
    };
}

// EXTERNAL MODULE: ./lib/github/artifact.js
var github_artifact = __webpack_require__(6685);
;// CONCATENATED MODULE: ./lib/github/dialects/github.js


const GITHUB = {
    pageSize: 100,
    pageOf: (page, size) => ({ per_page: size, page }),
    mayListOldestFirst: false,
    artifactsTellRuns: true,
    serviceTraits: undefined,
    knowsCurrentRun: true,
    readArtifacts: ({ data }) => pageOf(data, 'artifacts', isArtifact),
    readArtifact: data => (isArtifact(data) ? data : undefined),
    bytes: 'redirect',
    isExpired: message => /\bexpired\b/i.test(message),
    runList: ({ workflow, branch, event, head_sha, status, created }) => ({
        path: workflow === undefined
            ? '/repos/{owner}/{repo}/actions/runs'
            : '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
        parameters: {
            ...(workflow !== undefined && { workflow_id: workflow }),
            ...given({ branch, event, head_sha, status, created })
        }
    }),
    readRuns: ({ data }) => pageOf(data, 'workflow_runs', isRun),
    readRun: data => (isRun(data) ? data : undefined),
    readPullRequest,
    unfinished: [['requested', 'pending', 'waiting'], ['queued'], ['in_progress']],
    workflows: 'runs',
    pullRequestsOfCommit: 'all',
    mergeBaseOf: 'comparison',
    commitDetails: {},
    runListSince: undefined,
    listsUnfinished: true,
    listsUnknownRuns: false,
    buildsTestMerges: true,
    omits: undefined,
    pagesByNumber: false,
    namesHooks: false,
    filtersTags: false,
    tokensGetAccessFrom: 'workflow'
};
const NO_DIGESTS = { givesDigests: false };
const GITHUB_ENTERPRISE = {
    ...GITHUB,
    listsUnfinished: false,
    readArtifacts: response => {
        const page = GITHUB.readArtifacts(response);
        for (const artifact of page?.items ?? [])
            artifact[github_artifact/* ARTIFACT_TRAITS */.jl] = NO_DIGESTS;
        return page;
    },
    readArtifact: data => (isArtifact(data) ? { ...data, [github_artifact/* ARTIFACT_TRAITS */.jl]: NO_DIGESTS } : undefined)
};
function given(filters) {
    return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}
function isArtifact(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const artifact = value;
    return (Number.isSafeInteger(artifact.id) &&
        typeof artifact.name === 'string' &&
        Number.isSafeInteger(artifact.size_in_bytes) &&
        Number(artifact.size_in_bytes) >= 0 &&
        typeof artifact.expired === 'boolean' &&
        isTextOrNull(artifact.created_at) &&
        isTextOrNull(artifact.expires_at) &&
        isTextOrNull(artifact.updated_at ?? null) &&
        isTextOrNull(artifact.digest ?? null) &&
        isRunOrNull(artifact.workflow_run ?? null));
}
function isRunOrNull(value) {
    if (value === null)
        return true;
    if (typeof value !== 'object')
        return false;
    const run = value;
    return (isIdOrNull(run.id ?? null) &&
        isIdOrNull(run.repository_id ?? null) &&
        isIdOrNull(run.head_repository_id ?? null) &&
        isTextOrNull(run.head_branch ?? null) &&
        isTextOrNull(run.head_sha ?? null));
}
function isIdOrNull(value) {
    return value === null || Number.isSafeInteger(value);
}
function isTextOrNull(value) {
    return value === null || typeof value === 'string';
}
function isRun(value) {
    const run = value;
    return (Number.isSafeInteger(run?.id) &&
        isIdOrNull(run?.run_number ?? null) &&
        [
            run?.path,
            run?.event,
            run?.status,
            run?.conclusion,
            run?.head_branch,
            run?.head_sha,
            run?.created_at,
            run?.updated_at
        ].every(field => isTextOrNull(field ?? null)) &&
        [run?.repository, run?.head_repository].every(isRepositoryOrNull));
}
function isRepositoryOrNull(value) {
    if (value === undefined || value === null)
        return true;
    const { id, full_name: name } = value;
    return Number.isSafeInteger(id) && (name === undefined || typeof name === 'string');
}
function readPullRequest(data) {
    const { ref, sha, repo } = data?.head ?? {};
    const { id, full_name } = (repo ?? {});
    if (typeof ref !== 'string')
        return undefined;
    const known = typeof id === 'number' && typeof full_name === 'string';
    return {
        ref,
        sha: typeof sha === 'string' ? sha.toLowerCase() : undefined,
        repository: known ? { id, full_name } : undefined
    };
}

;// CONCATENATED MODULE: ./lib/github/dialects/act.js

const ACT = {
    ...GITHUB,
    serviceTraits: { givesDigests: false, orderedBy: 'created_at' },
    knowsCurrentRun: false
};

;// CONCATENATED MODULE: ./lib/github/dialects/hooks.js
const OF_PULL_REQUESTS = [
    'pull_request',
    'pull_request_sync',
    'pull_request_assign',
    'pull_request_label',
    'pull_request_milestone',
    'pull_request_review_request'
];
const HOOKS = new Map(Object.entries({
    pull_request: OF_PULL_REQUESTS,
    pull_request_target: OF_PULL_REQUESTS,
    pull_request_review: [
        'pull_request_review_approved',
        'pull_request_review_rejected',
        'pull_request_review_comment'
    ],
    issues: ['issues', 'issue_assign', 'issue_label', 'issue_milestone'],
    issue_comment: ['issue_comment', 'pull_request_comment'],
    registry_package: ['package'],
    gollum: ['wiki'],
    schedule: ['schedule', 'push']
}));
function hooksOf(event) {
    return HOOKS.get(event) ?? [event];
}
function sharesHook(event) {
    return ['push', 'schedule', 'pull_request', 'pull_request_target'].includes(event);
}
function eventOf(hook, asked) {
    if (asked !== undefined && hooksOf(asked).includes(hook))
        return asked;
    const known = [...HOOKS].find(([, hooks]) => hooks.includes(hook) && hook !== 'push');
    return known?.[0] ?? hook;
}

;// CONCATENATED MODULE: ./lib/github/dialects/gitea.js




const TRAITS = { givesDigests: false, agesFrom: 'updated_at' };
const STATUSES = ['success', 'failure', 'cancelled', 'skipped', 'pending', 'queued', 'in_progress'];
const GITEA = {
    ...GITHUB,
    pageSize: 50,
    pageOf: (page, size) => ({ limit: size, page }),
    mayListOldestFirst: true,
    artifactsTellRuns: false,
    serviceTraits: TRAITS,
    readArtifacts: ({ data }) => {
        const page = pageOf(data, 'artifacts', isArtifact);
        return page && { total: page.total, items: page.items.map(artifactOf) };
    },
    readArtifact: data => (isArtifact(data) ? artifactOf(data) : undefined),
    runList: ({ event, branch, head_sha, status }) => ({
        path: '/repos/{owner}/{repo}/actions/runs',
        parameters: given({ event, branch, head_sha, status: knownStatus(status, STATUSES) })
    }),
    readRuns: ({ data }, { event }) => {
        const page = pageOf(data, 'workflow_runs', isRun);
        return page && { total: page.total, items: page.items.map(run => runOf(run, event)) };
    },
    readRun: data => (isRun(data) ? runOf(data) : undefined),
    readPullRequest: gitea_readPullRequest,
    unfinished: [['pending'], ['queued'], ['in_progress']],
    workflows: 'list',
    namesHooks: true,
    pullRequestsOfCommit: 'merged',
    mergeBaseOf: 'pull-request',
    commitDetails: { stat: 'false', files: 'false', verification: 'false' },
    runListSince: { server: 'Gitea', version: '1.25' },
    listsUnknownRuns: true,
    buildsTestMerges: false,
    omits: 'old-uploads',
    tokensGetAccessFrom: 'account'
};
function knownStatus(status, known) {
    return status !== undefined && known.includes(status) ? status : undefined;
}
function dateOrNull(date) {
    return !date || /^(0001|1970)-01-01T/.test(date) ? null : date;
}
function artifactOf(artifact) {
    const { id, repository_id, head_sha } = artifact.workflow_run ?? {};
    return {
        ...artifact,
        expires_at: dateOrNull(artifact.expires_at),
        digest: artifact.digest || null,
        workflow_run: id === undefined
            ? null
            : {
                id,
                repository_id: repository_id ?? null,
                head_repository_id: null,
                head_branch: null,
                head_sha: head_sha || null
            },
        [github_artifact/* ARTIFACT_TRAITS */.jl]: TRAITS
    };
}
function runOf(run, asked) {
    const [, kind, name = ''] = /@refs\/(heads|tags|pull)\/(.+)$/.exec(run.path ?? '') ?? [];
    const pullRequest = kind === 'pull' ? Number.parseInt(name, 10) : undefined;
    const { started_at: started, completed_at: completed } = run;
    return {
        ...run,
        event: run.event ? eventOf(run.event, asked) : null,
        created_at: dateOrNull(run.created_at) ?? dateOrNull(typeof started === 'string' ? started : null),
        updated_at: dateOrNull(typeof completed === 'string' ? completed : null),
        ...headOf(run, { branch: kind === 'pull' ? undefined : run.head_branch || name, pullRequest })
    };
}
function headOf(run, { branch, pullRequest }) {
    if (pullRequest !== undefined)
        return { head_branch: null, head_repository: null, pull_number: pullRequest };
    if (/^pull_request/.test(run.event ?? ''))
        return { head_branch: null, head_repository: null };
    return { head_branch: branch || null, head_repository: run.repository ?? null };
}
function gitea_readPullRequest(data) {
    const { head, flow } = (data ?? {});
    const { ref, label, sha, repo_id: id, repo } = head ?? {};
    if (typeof ref !== 'string')
        return undefined;
    const isGone = /^refs\/pull\//.test(ref);
    const isBranchless = flow === 1 || (isGone && label === '');
    const name = repo?.full_name;
    return {
        ref: isGone && !isBranchless && typeof label === 'string' ? label : ref,
        sha: typeof sha === 'string' ? sha.toLowerCase() : undefined,
        repository: Number.isSafeInteger(id) && Number(id) > 0 && !isBranchless
            ? { id: Number(id), full_name: typeof name === 'string' ? name : undefined }
            : undefined
    };
}

;// CONCATENATED MODULE: ./lib/github/dialects/forgejo.js





const forgejo_TRAITS = { givesDigests: false, isArchiveByBytes: true };
const forgejo_STATUSES = {
    success: 'success',
    failure: 'failure',
    cancelled: 'cancelled',
    skipped: 'skipped',
    in_progress: 'running',
    queued: 'waiting',
    pending: 'blocked'
};
const CONCLUSIONS = ['success', 'failure', 'cancelled', 'skipped'];
const FORGEJO = {
    ...GITEA,
    serviceTraits: forgejo_TRAITS,
    readArtifacts: ({ data, headers }) => {
        if (!Array.isArray(data))
            return undefined;
        const items = data.map(forgejo_artifactOf);
        const total = totalOf(headers, items);
        return total !== undefined && items.every(item => item !== undefined) ? { total, items } : undefined;
    },
    readArtifact: forgejo_artifactOf,
    bytes: 'any',
    isExpired: message => /\bexpired\b|\bnot confirmed\b/i.test(message),
    runList: filters => runListOf(parametersOf(filters), filters.event === undefined ? [] : hooksOf(filters.event)),
    readRuns: ({ data }) => {
        const page = pageOf(data, 'workflow_runs', isForgejoRun);
        return page && { total: page.total, items: page.items.map(forgejo_runOf) };
    },
    readRun: data => (isForgejoRun(data) ? forgejo_runOf(data) : undefined),
    workflows: 'list-of-runs',
    runListSince: undefined,
    listsUnknownRuns: false,
    omits: undefined,
    pagesByNumber: true,
    namesHooks: false,
    filtersTags: true
};
function runListOf(parameters, events) {
    const path = '/repos/{owner}/{repo}/actions/runs';
    const query = events.map(event => `event=${encodeURIComponent(event)}`).join('&');
    return { path: query === '' ? path : `${path}?${query}`, parameters };
}
function parametersOf(filters) {
    const { runNumber, head_sha, status, workflow } = filters;
    return given({
        ref: refOf(filters),
        head_sha,
        workflow_id: workflow,
        run_number: runNumber?.toString(),
        status: forgejo_STATUSES[status ?? '']
    });
}
function refOf({ branch, tag, scheduled, pullRequest }) {
    if (pullRequest !== undefined)
        return `refs/pull/${pullRequest}/head`;
    if (tag !== undefined)
        return `refs/tags/${tag}`;
    if (scheduled !== undefined)
        return scheduled;
    return branch === undefined ? undefined : `refs/heads/${branch}`;
}
function totalOf(headers, items) {
    const total = Number(headers['x-total-count']);
    if (Number.isSafeInteger(total))
        return total;
    return hasNextPage(headers) || items.length >= GITEA.pageSize ? undefined : items.length;
}
function forgejo_artifactOf(data) {
    const { run_id, ...fields } = (data ?? {});
    const artifact = {
        ...fields,
        expires_at: dateOrNull(fields.expires_at),
        digest: null,
        workflow_run: Number.isSafeInteger(run_id)
            ? { id: run_id, repository_id: null, head_repository_id: null, head_branch: null, head_sha: null }
            : null
    };
    return isArtifact(artifact) ? { ...artifact, [github_artifact/* ARTIFACT_TRAITS */.jl]: forgejo_TRAITS } : undefined;
}
function isForgejoRun(value) {
    const run = (value ?? {});
    const texts = [run.workflow_id, run.prettyref, run.commit_sha, run.status];
    return (Number.isSafeInteger(run.index_in_repo) &&
        texts.every(text => typeof text === 'string') &&
        isRun({ id: run.id, repository: run.repository }));
}
function forgejo_runOf(data) {
    const { status, prettyref, repository } = data;
    const isCompleted = CONCLUSIONS.includes(status);
    const [, pull] = /^#(\d+)$/.exec(prettyref) ?? [];
    const run = {
        id: data.id,
        path: data.workflow_id,
        run_number: data.index_in_repo,
        event: data.trigger_event || data.event || null,
        status: isCompleted
            ? 'completed'
            : (Object.keys(forgejo_STATUSES).find(word => forgejo_STATUSES[word] === status) ?? null),
        conclusion: isCompleted ? status : null,
        head_sha: data.commit_sha,
        created_at: dateOrNull(data.created),
        updated_at: isCompleted ? dateOrNull(data.stopped) : null,
        repository: repository ?? null
    };
    const isOfPullRequest = /^pull_request/.test(run.event ?? '');
    const pullRequest = pull !== undefined && isOfPullRequest ? Number(pull) : undefined;
    const head = headOf(run, { branch: prettyref, pullRequest });
    const isOwn = isOfPullRequest && !data.is_fork_pull_request;
    return { ...run, ...head, ...(isOwn && { head_repository: repository ?? null }) };
}

;// CONCATENATED MODULE: ./lib/github/dialects/gitea-or-forgejo.js



const gitea_or_forgejo_STATUSES = ['success', 'failure', 'cancelled', 'skipped'];
const GITEA_OR_FORGEJO = {
    ...GITEA,
    bytes: 'any',
    runList: filters => {
        const { status = '' } = filters;
        const known = { ...filters, status: gitea_or_forgejo_STATUSES.includes(status) ? status : undefined };
        const { event, ...others } = known;
        const parameters = { ...parametersOf(others), ...GITEA.runList(others).parameters };
        return runListOf(parameters, event === undefined ? [] : [...new Set([event, ...hooksOf(event)])]);
    },
    workflows: 'unknown',
    omits: undefined,
    recognize: data => {
        if (Array.isArray(data))
            return FORGEJO;
        const { workflow_runs: runs } = (data ?? {});
        const item = (Array.isArray(runs) ? runs[0] : data);
        if (typeof item !== 'object' || item === null)
            return undefined;
        if ('run_id' in item || 'index_in_repo' in item)
            return FORGEJO;
        return 'artifacts' in item || 'workflow_run' in item || 'run_number' in item ? GITEA : undefined;
    }
};

;// CONCATENATED MODULE: ./lib/github/dialects/dialect-of.js




function dialectOf(apiUrl, env, ownServer) {
    if (/\/api\/v1$/.test(apiUrl)) {
        return ownServer && env.FORGEJO_ACTIONS === 'true' ? FORGEJO : GITEA_OR_FORGEJO;
    }
    if (ownServer && env.ACT === 'true')
        return ACT;
    return /\/api\/v3$/.test(apiUrl) ? GITHUB_ENTERPRISE : GITHUB;
}

;// CONCATENATED MODULE: ./lib/github/refs-api.js


class RefsApi {
    #client;
    constructor(client) {
        this.#client = client;
    }
    async names() {
        const [branches, tags] = await Promise.all([this.#list('branches'), this.#list('tags')]);
        return new Set([...branches, ...tags]);
    }
    async #list(kind) {
        const found = [];
        const read = async (page) => {
            const { items, isLast } = await this.#page(kind, page);
            found.push(...items);
            return isLast;
        };
        let last = 1;
        while (!(await read(last)))
            last++;
        for (let page = last - 1; page >= 1; page--)
            await read(page);
        return found;
    }
    async #page(kind, page) {
        const { dialect, repositoryName } = this.#client;
        const needsOne = kind === 'branches' && page === 1;
        return await this.#client.get({
            doing: toListRefs(repositoryName, kind),
            path: kind === 'branches' ? '/repos/{owner}/{repo}/branches' : '/repos/{owner}/{repo}/tags',
            parameters: dialect.pageOf(page, dialect.pageSize),
            read: response => {
                const names = uncountedPageOf(response, dialect.pageSize, nameOf);
                return needsOne && names?.items.length === 0 ? undefined : names;
            },
            expected: needsOne ? 'some-branches' : kind
        });
    }
}
function nameOf(ref) {
    const { name } = (ref ?? {});
    return typeof name === 'string' && name !== '' ? name : undefined;
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
;// CONCATENATED MODULE: ./lib/http/rate-limits.js





const SECONDARY_WAIT = 60_000;
const MIN_WAIT = 1000;
const HOUR = 3_600_000;
const MIN_REPORTED_PAUSE = 5000;
class RateLimits {
    #options;
    #clock;
    #window;
    #responses = new external_node_events_.EventEmitter().setMaxListeners(0);
    #limited = false;
    #budget;
    #inFlight = 0;
    #quietUntil = 0;
    #refusals;
    #givenUp;
    #reportedUntil = 0;
    constructor(options) {
        this.#options = options;
        this.#clock = options.clock ?? time_clock/* systemClock */.ml;
        this.#window = new PointsWindow(options.share);
    }
    get remaining() {
        return this.#budget?.remaining;
    }
    plan(requests) {
        const { longestWait } = this.#options;
        const now = this.#clock.now();
        const { remaining, resetAt, limit = Number.POSITIVE_INFINITY } = this.#budget ?? {};
        const isOver = resetAt !== undefined && resetAt <= now;
        const plan = { remaining, resetAt, lastReset: undefined, neededWait: undefined, possibleAt: undefined };
        if (remaining === undefined || requests <= (isOver ? limit : remaining))
            return { ...plan, isCovered: true };
        if (resetAt === undefined)
            return { ...plan, isCovered: false };
        const lastReset = (left, nextReset) => nextReset + HOUR * (Math.max(1, Math.ceil((requests - left) / Math.max(1, limit))) - 1);
        const next = isOver ? now + HOUR : resetAt;
        const last = lastReset(isOver ? limit : remaining, next);
        const neededWait = last - now;
        if (neededWait <= longestWait)
            return { ...plan, lastReset: last, neededWait, isCovered: true };
        const afterReset = requests <= limit ? next : Math.max(next, lastReset(limit, next + HOUR) - longestWait);
        const starts = [last - longestWait, afterReset];
        const possibleAt = starts.find((start, index) => start < next + HOUR * index);
        return { ...plan, lastReset: last, neededWait, isCovered: false, possibleAt };
    }
    admit(points) {
        const now = this.#clock.now();
        if (now < this.#quietUntil)
            return this.#pause(this.#quietUntil - now, waitReason('requested'));
        if (points > 0) {
            const wait = this.#budgetWait(now) ?? this.#paceWait(points, now);
            if (wait !== undefined)
                return wait;
            this.#inFlight++;
            this.#window.start(points);
        }
        return { points, startedAt: now };
    }
    leave({ points }) {
        if (points === 0)
            return;
        this.#inFlight--;
        this.#window.end(points, this.#clock.now());
        this.#responses.emit('response');
    }
    note({ remaining, resetIn, limit }) {
        if (remaining === undefined)
            return;
        this.#limited = true;
        const resetAt = resetIn === undefined ? undefined : this.#clock.now() + resetIn;
        const before = this.#budget;
        const sameHour = before?.resetAt === undefined || (resetAt ?? 0) < before.resetAt + 60_000;
        this.#budget =
            before !== undefined && sameHour && before.remaining < remaining
                ? before
                : { remaining, resetAt, limit };
    }
    passed({ startedAt }) {
        if (startedAt >= this.#quietUntil)
            this.#refusals = undefined;
    }
    refused({ startedAt }, error) {
        const now = this.#clock.now();
        this.#refusals ??= { since: now, rounds: 0 };
        if (this.#refusals.rounds === 0 || startedAt >= this.#quietUntil)
            this.#refusals.rounds++;
        const usedUp = error.retryAfter === undefined && this.#budget?.remaining === 0;
        const quiet = now + this.#quiet(error.retryAfter, this.#refusals.rounds);
        const resetAt = this.#budget?.resetAt;
        const isStale = resetAt !== undefined && resetAt <= now;
        const waitsForReset = usedUp && !isStale;
        const until = waitsForReset ? resetAt : quiet;
        if (until === undefined || until - this.#refusals.since > this.#options.longestWait) {
            const final = error.asFinal();
            this.#givenUp = { error: final, until: until ?? Number.POSITIVE_INFINITY };
            return final;
        }
        if (!waitsForReset) {
            this.#quietUntil = Math.max(this.#quietUntil, until);
            this.#report(this.#quietUntil - now, waitReason('requested'));
        }
        return error;
    }
    #quiet(asked, rounds) {
        const times = 2 ** (rounds - 1);
        return asked === undefined ? SECONDARY_WAIT * times : Math.max(asked, MIN_WAIT * times);
    }
    #budgetWait(now) {
        if (this.#givenUp !== undefined && now < this.#givenUp.until)
            throw stillActive(this.#givenUp);
        if (this.#budget === undefined)
            return undefined;
        const { remaining, resetAt } = this.#budget;
        if (resetAt !== undefined && now >= resetAt) {
            this.#budget = undefined;
            return undefined;
        }
        if (remaining === 0) {
            if (resetAt === undefined || resetAt - now > this.#options.longestWait)
                throw usedUp(resetAt);
            return this.#pause(resetAt - now, waitReason('used-up'));
        }
        return this.#inFlight >= remaining ? this.#response() : undefined;
    }
    #paceWait(points, now) {
        if (!this.#limited)
            return undefined;
        const wait = this.#window.wait(points, now);
        if (wait === 0)
            return undefined;
        return wait === undefined ? this.#response() : this.#pause(wait, waitReason('pace'));
    }
    #response() {
        const { signal } = this.#options;
        return (0,external_node_events_.once)(this.#responses, 'response', signal ? { signal } : {});
    }
    #pause(milliseconds, reason) {
        this.#report(milliseconds, reason);
        return this.#clock.sleep(milliseconds, this.#options.signal);
    }
    #report(milliseconds, reason) {
        const now = this.#clock.now();
        if (milliseconds >= MIN_REPORTED_PAUSE && now >= this.#reportedUntil) {
            this.#reportedUntil = now + milliseconds;
            this.#options.onWait?.(milliseconds, reason);
        }
    }
}
function usedUp(resetAt) {
    const hint = rateLimitUsedUpAdvice(resetAt);
    return new request_error/* RequestError */.G('api-rate-limited', rateLimitUsedUp(resetAt), { hint, retryable: false });
}
function stillActive({ error, until }) {
    const { hint, status, reason } = error;
    const details = { hint, status, reason, retryable: false, cause: error };
    return new request_error/* RequestError */.G('api-rate-limited', rateLimitStillActive(reason, until), details);
}

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(370);
;// CONCATENATED MODULE: ./lib/http/request-queue.js





const AUTO_START = 8;
const AUTO_MOST = 48;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
const LONGEST_RETRY_AFTER = 60_000;
class RequestQueue {
    limits;
    #options;
    #limit;
    #lowered = 0;
    constructor(options) {
        this.#options = options;
        this.limits = options.limits ?? new RateLimits({ longestWait: 0 });
        this.#limit = (0,p_limit/* default */.A)(options.concurrency === 'auto' ? AUTO_START : options.concurrency);
        if (options.signal)
            (0,external_node_events_.setMaxListeners)(0, options.signal);
    }
    get concurrency() {
        return this.#limit.concurrency;
    }
    allow(requests) {
        if (this.#options.concurrency !== 'auto' || this.#lowered > 0)
            return;
        this.#limit.concurrency = Math.max(this.concurrency, Math.min(requests, AUTO_MOST));
    }
    async send(request, points = 0) {
        return await this.retry(async (attempt) => {
            for (;;) {
                try {
                    return await this.#withPermit(points, permit => this.#observed(permit, () => request(attempt)));
                }
                catch (error) {
                    if (!isRateLimited(error) || !error.retryable)
                        throw error;
                }
            }
        });
    }
    longestPause(attempt) {
        return Math.min(LONGEST_DELAY, (this.#options.firstDelay ?? FIRST_DELAY) * 2 ** attempt);
    }
    async withSlot(action) {
        return await this.#withPermit(0, action);
    }
    async #withPermit(points, action) {
        for (;;) {
            const outcome = await this.#limit(async () => {
                this.#options.signal?.throwIfAborted();
                const permit = this.limits.admit(points);
                if (!('points' in permit))
                    return { wait: permit };
                const lowered = this.#lowered;
                try {
                    return { value: await action(permit) };
                }
                catch (error) {
                    if (isRefusedAsTooMany(error) && lowered === this.#lowered)
                        this.#lower();
                    throw error;
                }
                finally {
                    this.limits.leave(permit);
                }
            });
            if ('value' in outcome)
                return outcome.value;
            await outcome.wait;
        }
    }
    #lower() {
        if (this.#options.concurrency !== 'auto')
            return;
        this.#lowered++;
        this.#limit.concurrency = Math.max(1, this.concurrency >> 1);
    }
    async #observed(permit, request) {
        try {
            const value = await request();
            this.limits.passed(permit);
            return value;
        }
        catch (error) {
            throw isRateLimited(error) ? this.limits.refused(permit, error) : error;
        }
    }
    async retry(action, signal = this.#options.signal) {
        const { retries, onRetry, clock = time_clock/* systemClock */.ml } = this.#options;
        let mayBeDone = false;
        let hasRetriedOnce = false;
        for (let attempt = 0;; attempt++) {
            try {
                return await action(attempt);
            }
            catch (error) {
                if (!(error instanceof request_error/* RequestError */.G))
                    throw error;
                const { retryAfter = 0, nextTry } = error;
                const learned = { attempts: attempt + 1, afterLostAnswer: error.afterLostAnswer || mayBeDone };
                mayBeDone ||= error.mayBeDone;
                const isUsedUp = nextTry === 'once' ? hasRetriedOnce || retries === 0 : nextTry === 'counted' && attempt >= retries;
                const isStopped = this.#options.signal?.aborted === true;
                if (!error.retryable || isUsedUp || isStopped || retryAfter > LONGEST_RETRY_AFTER) {
                    throw error.asFinal(learned);
                }
                if (nextTry === 'once')
                    hasRetriedOnce = true;
                else if (nextTry !== 'counted')
                    attempt = 0;
                const exponential = this.longestPause(attempt) * (0.5 + Math.random() / 2);
                const delay = nextTry === 'immediate' ? 0 : retryAfter || exponential;
                onRetry?.(error, delay);
                await clock.sleep(delay, signal);
            }
        }
    }
}
function isRateLimited(error) {
    return error instanceof request_error/* RequestError */.G && error.code === 'api-rate-limited';
}
function isRefusedAsTooMany(error) {
    return isRateLimited(error) || (error instanceof request_error/* RequestError */.G && error.status === 429);
}

// EXTERNAL MODULE: ./lib/selection/inputs.js
var selection_inputs = __webpack_require__(4201);
;// CONCATENATED MODULE: ./lib/selection/run-query.js


const ANY_RUN = {
    runNumber: undefined,
    workflow: undefined,
    branch: undefined,
    commit: undefined,
    ancestors: 0,
    lineage: undefined,
    mergeBase: undefined,
    pullRequest: undefined,
    merged: undefined,
    event: undefined,
    conclusion: 'any',
    allowForks: false
};
function branchesOf({ branch }) {
    if (branch === undefined || branch.lines.length === 1)
        return [branch];
    return branch.lines.map(line => ({ lines: [line], matches: name => name === line }));
}
function matchesEmbedded(run, query, head) {
    const { branch, merged } = query;
    const { head_branch, head_sha, head_repository_id } = run ?? {};
    if (branch !== undefined && !(head_branch && branch.matches(head_branch)))
        return false;
    if (distanceOf(head_sha, query) === undefined)
        return false;
    if (merged !== undefined && (merged.head === undefined || head_sha?.toLowerCase() !== merged.head))
        return false;
    if (head === undefined)
        return true;
    if (head_branch !== head.branch || (head_repository_id ?? undefined) !== head.repositoryId)
        return false;
    return head.repositoryId !== undefined || (head.sha !== undefined && head_sha?.toLowerCase() === head.sha);
}
function distanceOf(sha, { commit, lineage }) {
    if (commit === undefined)
        return 0;
    const own = sha?.toLowerCase() ?? '';
    return own.startsWith(commit) ? 0 : lineage?.distanceOf(own);
}
function needsRun({ workflow, event, conclusion }) {
    return workflow !== undefined || event !== undefined || conclusion !== 'any';
}
function matchesRun(run, { runNumber, workflow, event, conclusion }) {
    return ((runNumber === undefined || run.run_number === runNumber) &&
        (workflow === undefined || isOfWorkflow(run, workflow)) &&
        (event === undefined || run.event === event) &&
        (conclusion === 'any' || run.conclusion === conclusion));
}
function newestRunFirst(a, b) {
    return (b.workflow_run?.id ?? 0) - (a.workflow_run?.id ?? 0) || (0,github_artifact/* newestFirst */.ll)(a, b);
}
function isKnownForeign(artifact) {
    const { repository_id: own, head_repository_id: head } = artifact.workflow_run ?? {};
    return own != null && head != null && own !== head;
}
function isForeign({ workflow_run: run }) {
    return run?.head_repository_id == null || run.head_repository_id !== run.repository_id;
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/github/event-filter.js
class EventFilter {
    #runs;
    #event;
    #ids = new Set();
    #nextPage = 1;
    #read = 0;
    #coveredTo = Number.POSITIVE_INFINITY;
    constructor(runs, event) {
        this.#runs = runs;
        this.#event = event;
    }
    async readTo(runId) {
        while (this.#runs.dialect.namesHooks && runId < this.#coveredTo) {
            const { items, total } = await this.#runs.page({ event: this.#event }, this.#nextPage++);
            for (const run of items)
                this.#ids.add(run.id);
            this.#read += items.length;
            this.#coveredTo = this.#read < total ? (items.at(-1)?.id ?? 0) : 0;
        }
    }
    corrected(run) {
        if (run.id < this.#coveredTo)
            return run;
        if (this.#ids.has(run.id))
            return { ...run, event: this.#event };
        return run.event === this.#event ? { ...run, event: null } : run;
    }
}

;// CONCATENATED MODULE: ./lib/github/recent-heads.js


class RecentHeads {
    #runs;
    #known = new Map();
    #oneAtATime = (0,p_limit/* default */.A)(1);
    #nextPage = 1;
    constructor(runs) {
        this.#runs = runs;
    }
    async find(pullRequest) {
        return await this.#oneAtATime(async () => {
            if (!this.#known.has(pullRequest) && this.#nextPage !== undefined)
                await this.#readPage(this.#nextPage);
            return this.#known.get(pullRequest);
        });
    }
    async #readPage(page) {
        const read = await orElse(this.#runs.pullRequestHeads(page), undefined);
        for (const [number, head] of read?.heads ?? [])
            this.#known.set(number, head);
        this.#nextPage = read === undefined || read.isLast ? undefined : page + 1;
    }
}
async function orElse(request, other) {
    try {
        return await request;
    }
    catch (error) {
        if (error instanceof request_error/* RequestError */.G)
            return other;
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/github/run-book.js






const SINGLE_REQUESTS = 3;
const MORE_SINGLE_REQUESTS = 20;
class RunBook {
    #runs;
    #concurrency;
    #known = new Map();
    #complete = new Map();
    #described = new Map();
    #heads = new Map();
    #recentHeads;
    #singleHeads = 0;
    #singleRuns = 0;
    #listed = new Map();
    #oneAtATime = (0,p_limit/* default */.A)(1);
    #event;
    #nextPage = 1;
    #read = 0;
    #pagesLeft = Number.POSITIVE_INFINITY;
    #idsRead = [0, 0];
    constructor(runs, { concurrency, event }) {
        this.#runs = runs;
        this.#event = event !== undefined && sharesHook(event) ? new EventFilter(runs, event) : undefined;
        this.#recentHeads = new RecentHeads(runs);
        this.#concurrency = concurrency;
    }
    async get(runId) {
        const known = this.#complete.get(runId) ?? this.#request(runId);
        this.#complete.set(runId, known);
        const run = await known;
        return run && (this.#event?.corrected(run) ?? run);
    }
    async page(...list) {
        return await this.#runs.page(...list);
    }
    async byNumber(workflow, number) {
        const run = await this.#runs.byNumber(workflow, number);
        if (run === undefined || !isOfWorkflow(run, workflow))
            return undefined;
        this.#known.set(run.id, run);
        return await this.get(run.id);
    }
    described(runId) {
        return runId === undefined ? undefined : this.#described.get(runId);
    }
    async describe(artifacts) {
        const ids = [...new Set(artifacts.map(({ workflow_run: run }) => run?.id))].filter(id => id !== undefined);
        await this.#oneAtATime(async () => {
            await this.#readList(ids);
            await this.#event?.readTo(Math.min(...ids));
        });
        const described = new Map();
        await forEachConcurrently(ids, this.#concurrency, async (id) => {
            const run = await this.get(id);
            if (run === undefined)
                return;
            this.#described.set(id, this.#event?.corrected(run) ?? run);
            described.set(id, asInArtifacts(run));
        });
        if (described.size < ids.length && this.#nextPage === 1)
            await this.#oneAtATime(() => this.#readPage());
        for (const artifact of artifacts) {
            const run = described.get(artifact.workflow_run?.id ?? 0);
            if (run !== undefined)
                artifact.workflow_run = run;
        }
    }
    async *newestFirst(lists) {
        const open = [];
        for (const filters of lists) {
            const runs = this.#pages(filters);
            open.push({ runs, next: await nextOf(runs) });
        }
        await this.#expectHeads();
        for (;;) {
            const [run] = open.flatMap(({ next }) => next ?? []).toSorted((a, b) => b.id - a.id);
            if (run === undefined)
                return;
            if (!this.#known.has(run.id))
                this.#known.set(run.id, run);
            yield run;
            for (const list of open)
                if (list.next?.id === run.id)
                    list.next = await nextOf(list.runs);
        }
    }
    async *#pages(filters) {
        let seen = 0;
        for (let page = 1;; page++) {
            const key = JSON.stringify([filters, page]);
            const listed = this.#listed.get(key) ?? this.#runs.page(filters, page);
            this.#listed.set(key, listed);
            const { items, total } = await listed;
            yield* items;
            seen += items.length;
            if (items.length === 0 || seen >= total)
                return;
        }
    }
    async #readList(ids) {
        while (this.#isWorthPage(ids.filter(id => !this.#known.has(id))))
            await this.#readPage();
    }
    #isWorthPage(open) {
        if (this.#pagesLeft === 0)
            return false;
        const areMany = open.length > SINGLE_REQUESTS;
        if (this.#nextPage === 1)
            return areMany;
        if (areMany && this.#singleRuns + open.length > MORE_SINGLE_REQUESTS)
            return true;
        return open.toSorted((a, b) => b - a).some((id, index) => this.#pagesTo(id) <= index + 1);
    }
    #pagesTo(runId) {
        const [first, last] = this.#idsRead;
        const idsPerPage = (first - last + 1) / (this.#nextPage - 1);
        return Math.min(this.#pagesLeft, Math.ceil((last - runId) / idsPerPage));
    }
    async #readPage() {
        const { items, total } = await this.#runs.page({}, this.#nextPage++);
        for (const run of items)
            this.#known.set(run.id, run);
        this.#idsRead = [this.#idsRead[0] || (items[0]?.id ?? 0), items.at(-1)?.id ?? 0];
        this.#read += items.length;
        const left = total - this.#read;
        this.#pagesLeft = items.length === 0 ? 0 : Math.max(0, Math.ceil(left / items.length));
    }
    async #request(runId) {
        if (!this.#known.has(runId)) {
            this.#singleRuns++;
            this.#known.set(runId, await this.#runs.get(runId));
        }
        const run = this.#known.get(runId);
        if (run?.pull_number === undefined)
            return run;
        const head = this.#heads.get(run.pull_number) ?? this.#headOf(run.pull_number);
        this.#heads.set(run.pull_number, head);
        const { ref, repository } = (await head) ?? {};
        return { ...run, head_branch: ref ?? null, head_repository: repository ?? run.head_repository ?? null };
    }
    async #expectHeads() {
        const runs = (await Promise.all(this.#listed.values())).flatMap(({ items }) => items);
        const ofBranch = runs.filter(run => run.pull_number === undefined).map(({ id }) => id);
        const newest = Math.max(0, ...ofBranch);
        const pulls = runs.filter(({ id }) => id > newest).map(run => run.pull_number);
        const open = new Set(pulls.filter(number => number !== undefined && !this.#heads.has(number)));
        if (open.size > SINGLE_REQUESTS)
            this.#singleHeads = SINGLE_REQUESTS;
    }
    async #headOf(pullRequest) {
        if (this.#singleHeads++ >= SINGLE_REQUESTS) {
            const head = await this.#recentHeads.find(pullRequest);
            if (head !== undefined)
                return head;
        }
        return await orElse(this.#runs.pullRequestHead(pullRequest), undefined);
    }
    noteHead(pullRequest, head) {
        this.#heads.set(pullRequest, Promise.resolve(head));
    }
}
async function nextOf(runs) {
    const { value, done } = await runs.next();
    return done ? undefined : value;
}
function asInArtifacts(run) {
    return {
        id: run.id,
        repository_id: run.repository?.id ?? null,
        head_repository_id: run.head_repository?.id ?? null,
        head_branch: run.head_branch ?? null,
        head_sha: run.head_sha ?? null
    };
}

// EXTERNAL MODULE: ./lib/messages/selection.js
var selection = __webpack_require__(1994);
// EXTERNAL MODULE: ./lib/text/glob.js + 2 modules
var glob = __webpack_require__(9567);
;// CONCATENATED MODULE: ./lib/selection/excluded-artifacts.js

class ExcludedArtifacts {
    isWhole = true;
    size = 0;
    #ids = new Set();
    #idle;
    constructor({ names, pattern, runs }) {
        const exclusions = (input, lines, textOf) => lines
            .filter(line => line.startsWith('!'))
            .map(line => {
            const matches = (0,glob/* compileGlob */.SO)(line.slice(1));
            return { input, line, excludes: (artifact) => matches(textOf(artifact)) };
        });
        this.#idle = [
            ...exclusions('pattern', names.length === 0 ? (pattern?.lines ?? []) : [], ({ name }) => name),
            ...exclusions('branch', runs.branch?.lines ?? [], ({ workflow_run: run }) => run?.head_branch ?? '')
        ];
    }
    get count() {
        return this.#ids.size;
    }
    idle(input) {
        return this.#idle.filter(idle => idle.input === input).map(({ line }) => line);
    }
    filter(matches) {
        return artifact => {
            const isMatch = matches(artifact);
            if (!isMatch)
                this.add(artifact);
            return isMatch;
        };
    }
    add(artifact) {
        if (this.#ids.has(artifact.id))
            return;
        this.#ids.add(artifact.id);
        this.size += artifact.size_in_bytes;
        if (this.#idle.length > 0)
            this.#idle = this.#idle.filter(({ excludes }) => !excludes(artifact));
    }
}

;// CONCATENATED MODULE: ./lib/selection/near-misses.js
class NearMisses {
    #newest = new Map();
    #order;
    constructor(order) {
        this.#order = order;
    }
    add(reason, artifact) {
        const byName = this.#newest.get(reason) ?? new Map();
        this.#newest.set(reason, byName);
        const known = byName.get(artifact.name);
        if (known === undefined || this.#order(artifact, known) < 0)
            byName.set(artifact.name, artifact);
    }
    newest(reason, name) {
        return name === undefined ? this.newestOfEach(reason)[0] : this.#newest.get(reason)?.get(name);
    }
    newestOfEach(reason) {
        return [...(this.#newest.get(reason)?.values() ?? [])].sort(this.#order);
    }
}

// EXTERNAL MODULE: ./lib/time/moment.js
var moment = __webpack_require__(1969);
// EXTERNAL MODULE: ./lib/selection/shard.js
var selection_shard = __webpack_require__(5566);
;// CONCATENATED MODULE: ./lib/selection/select.js




function select_select(artifacts, criteria, now) {
    const base = artifacts.filter(inBase(criteria)).sort(github_artifact/* newestFirst */.ll);
    const filtered = base.filter(matchesAgeAndSize(criteria, now));
    const live = criteria.includeExpired ? filtered : filtered.filter(artifact => !artifact.expired);
    const newest = criteria.latest ? newestOfEachName(live) : live;
    const reasonFor = criteria.keep?.(base.filter(artifact => !artifact.expired)) ?? (() => undefined);
    const planned = newest.filter(artifact => reasonFor(artifact) === undefined);
    const { shard } = criteria;
    const shared = shard ? planned.filter(({ id }) => (0,selection_shard/* isInShard */.O)(id, shard)) : planned;
    const selected = limited(shared, criteria);
    return {
        selected,
        expired: criteria.includeExpired ? [] : filtered.filter(artifact => artifact.expired),
        kept: [
            difference('age-or-size', base, filtered),
            difference('expired', filtered, live),
            difference('latest', live, newest),
            ...byReason(newest, reasonFor),
            difference('shard', planned, shared),
            difference('limit', shared, selected)
        ].filter(({ count }) => count > 0)
    };
}
function countsAll(rules) {
    return [rules.keepLatest, rules.keepRuns, rules.keepSize].some(rule => rule !== undefined);
}
function difference(reason, before, after) {
    return { reason, count: before.length - after.length, size: (0,github_artifact/* totalSize */.UT)(before) - (0,github_artifact/* totalSize */.UT)(after) };
}
function byReason(artifacts, reasonFor) {
    const kept = new Map();
    for (const artifact of artifacts) {
        const reason = reasonFor(artifact);
        if (reason === undefined)
            continue;
        const { count, size } = kept.get(reason) ?? { count: 0, size: 0 };
        kept.set(reason, { reason, count: count + 1, size: size + artifact.size_in_bytes });
    }
    return [...kept.values()].toSorted((a, b) => (a.reason < b.reason ? -1 : 1));
}
function inBase(criteria) {
    const isNamed = matchesName(criteria);
    return artifact => isNamed(artifact) && matchesEmbedded(artifact.workflow_run, criteria.runs, criteria.head);
}
function matchesName(criteria) {
    const { names, pattern } = criteria;
    const wanted = new Set(names);
    return ({ name }) => (wanted.size === 0 || wanted.has(name)) && (pattern?.(name) ?? true);
}
function matchesAgeAndSize(criteria, now) {
    const { olderThan, newerThan, largerThan, smallerThan } = criteria;
    const before = olderThan === undefined ? undefined : (0,moment/* epochOf */.Fz)(olderThan, now);
    const after = newerThan === undefined ? undefined : (0,moment/* epochOf */.Fz)(newerThan, now);
    return artifact => {
        const { size_in_bytes: size } = artifact;
        const created = Date.parse((0,github_artifact/* uploadedAt */.ID)(artifact) ?? '');
        return ((before === undefined || created < before) &&
            (after === undefined || created > after) &&
            (largerThan === undefined || size > largerThan) &&
            (smallerThan === undefined || size < smallerThan));
    };
}
function newestOfEachName(sorted) {
    const seen = new Set();
    return sorted.filter(({ name }) => !seen.has(name) && seen.add(name));
}
function limited(sorted, { limit, limitKeeps }) {
    if (limit === 0)
        return sorted;
    return limitKeeps === 'newest' ? sorted.slice(0, limit) : sorted.slice(-limit);
}

;// CONCATENATED MODULE: ./lib/selection/paging-plan.js




const SLACK = 3_600_000;
function pagingPlan(criteria, now) {
    if (countsAll(criteria))
        return undefined;
    if (criteria.goneBranches && criteria.limit > 0)
        return pagingPlan({ ...criteria, limit: 0 }, now);
    const { olderThan, newerThan, limit, limitKeeps, latest, names } = criteria;
    const before = olderThan === undefined ? Number.POSITIVE_INFINITY : (0,moment/* epochOf */.Fz)(olderThan, now);
    const after = newerThan === undefined ? Number.NEGATIVE_INFINITY : (0,moment/* epochOf */.Fz)(newerThan, now);
    const counts = limit > 0 && limitKeeps === 'newest';
    const isFromNewest = newerThan !== undefined || counts || (latest && names.length > 0);
    if (!isFromNewest && olderThan === undefined && limit === 0)
        return undefined;
    const from = isFromNewest ? 'newest' : 'oldest';
    const isPast = (page) => isFromNewest
        ? isBeyond(page.at(-1), created => created <= after - SLACK)
        : isBeyond(page[0], created => created >= before + SLACK);
    const begin = () => {
        const isFull = counter(criteria, from);
        return (matching, page) => isFull(matching) || isPast(page);
    };
    return { from, begin };
}
function isBeyond(end, beyond) {
    if (end?.[github_artifact/* ARTIFACT_TRAITS */.jl]?.agesFrom !== undefined)
        return false;
    return typeof end?.created_at === 'string' && beyond(Date.parse(end.created_at));
}
function counter({ limit, limitKeeps, latest, shard, names }, from) {
    const seen = new Set();
    let count = 0;
    return matching => {
        for (const { id, name } of matching) {
            const isNew = !seen.has(name);
            seen.add(name);
            if ((isNew || !latest) && (shard === undefined || (0,selection_shard/* isInShard */.O)(id, shard)))
                count++;
        }
        return ((limit > 0 && limitKeeps === from && count >= limit) ||
            (latest && names.length > 0 && names.every(name => seen.has(name))));
    };
}

;// CONCATENATED MODULE: ./lib/selection/lineage.js
const CLOCK_SKEW = 86_400_000;
class Lineage {
    ancestors;
    last;
    #distances;
    #earliest;
    constructor(commits) {
        this.ancestors = commits.length - 1;
        this.last = commits.at(-1)?.sha ?? '';
        this.#distances = new Map(commits.map(({ sha }, distance) => [sha, distance]));
        let earliest = Number.POSITIVE_INFINITY;
        this.#earliest = commits.map(({ date }) => {
            earliest = Math.min(earliest, date);
            return earliest;
        });
    }
    distanceOf(sha) {
        return this.#distances.get(sha);
    }
    builtSince(distance = this.#earliest.length) {
        return (this.#earliest[distance - 1] ?? Number.POSITIVE_INFINITY) - CLOCK_SKEW;
    }
}

;// CONCATENATED MODULE: ./lib/selection/resolve-runs.js





async function resolveRuns({ place, operation }, services) {
    let runs = (0,selection_inputs/* runsOf */.k)(place) ?? ANY_RUN;
    if (runs.mergeBase !== undefined) {
        runs = { ...runs, commit: await services.commits.mergeBase(runs.mergeBase) };
    }
    if (runs.commit !== undefined && runs.ancestors > 0) {
        const commits = await services.commits.log(runs.commit, runs.ancestors);
        runs = { ...runs, lineage: new Lineage(commits) };
    }
    let pull;
    if (runs.merged !== undefined) {
        const { as } = runs.merged;
        const pulls = await services.commits.pullRequests(as);
        const [found, ...others] = pulls.filter(({ isMerged, mergeCommit }) => isMerged && mergeCommit === as);
        if (found === undefined) {
            const cause = { kind: 'not-merged', sha: as, pulls: pulls.map(({ number }) => number) };
            return { runs, head: undefined, pull, cause };
        }
        if (others.some(({ head }) => head.sha !== found.head.sha)) {
            const numbers = [found, ...others].map(({ number }) => number);
            throw new action_error/* ActionError */.lZ('artifact-not-found', (0,selection/* severalMerged */.NB)(as, numbers), { hint: (0,selection/* severalMergedAdvice */.NL)() });
        }
        pull = found.head;
        runs = { ...runs, pullRequest: found.number, merged: { as, head: pull.sha } };
    }
    else if (runs.pullRequest !== undefined) {
        pull = await services.runs.pullRequestHead(runs.pullRequest);
    }
    if (operation === 'delete')
        refuseDeletedFork(runs, pull);
    const head = pull && { branch: pull.ref, repositoryId: pull.repository?.id, sha: pull.sha };
    return { runs, head, pull, cause: undefined };
}
function refuseDeletedFork({ pullRequest: number }, head) {
    if (number === undefined || head === undefined || head.repository !== undefined)
        return;
    throw new action_error/* ActionError */.lZ('artifact-foreign', (0,selection/* deletedFork */.iF)(number), { hint: (0,selection/* deletedForkAdvice */.Gj)(head.sha) });
}

;// CONCATENATED MODULE: ./lib/selection/run-index.js





const run_index_SINGLE_REQUESTS = 3;
const MAX_LISTED_RUNS = 1000;
const WHOLE_SHA = /^(?:.{40}|.{64})$/;
class RunIndex {
    #options;
    #filters;
    #shared;
    #oneAtATime = (0,p_limit/* default */.A)(1);
    #checked = new Set();
    #noted = new Map();
    #requests = 0;
    #saved = 0;
    #pagesRead = 0;
    #coveredTo = Number.POSITIVE_INFINITY;
    #listed = 0;
    #window = { created: undefined, page: 1, items: 0, total: 0 };
    #total;
    #canList;
    constructor(options, shared = { runs: new Map(), numbered: undefined }) {
        this.#options = options;
        this.#shared = shared;
        this.#filters = filtersOf(options.query, options.head);
        this.#canList = options.canList && Object.values(this.#filters).some(value => value !== undefined);
    }
    ofBranch(branch) {
        const { query } = this.#options;
        return branch === query.branch
            ? this
            : new RunIndex({ ...this.#options, query: { ...query, branch } }, this.#shared);
    }
    async get(runId) {
        const known = this.#known.get(runId) ?? this.#options.runs.get(runId);
        this.#known.set(runId, known);
        return await known;
    }
    async numbered() {
        const { workflow, runNumber } = this.#options.query;
        if (workflow === undefined || runNumber === undefined)
            return undefined;
        this.#shared.numbered ??= this.#options.runs.byNumber(workflow, runNumber);
        const run = await this.#shared.numbered;
        if (run !== undefined)
            this.#known.set(run.id, this.#shared.numbered);
        this.#coveredTo = 0;
        this.#canList = false;
        return run;
    }
    async matches(runId) {
        if (!needsRun(this.#options.query))
            return true;
        await this.numbered();
        if (!this.#checked.has(runId)) {
            this.#checked.add(runId);
            if (this.#isDecided(runId))
                this.#saved++;
            else if (++this.#requests > run_index_SINGLE_REQUESTS && this.#saved >= this.#pagesRead)
                await this.#readOn();
        }
        return await this.#judge(runId);
    }
    note(run) {
        this.#known.set(run.id, Promise.resolve(run));
        this.#noted.set(run.id, run);
    }
    noted(runId) {
        return this.#noted.get(runId);
    }
    async known(runId) {
        return await this.#known.get(runId);
    }
    async matchesIfKnown(runId) {
        if (!needsRun(this.#options.query))
            return true;
        return this.#isDecided(runId) ? await this.#judge(runId) : undefined;
    }
    async matching(runIds) {
        const all = [...new Set(runIds)];
        if (!needsRun(this.#options.query))
            return new Set(all);
        await this.numbered();
        const open = () => all.filter(runId => !this.#isDecided(runId)).length;
        while (this.#canList && open() > (this.#total === undefined ? run_index_SINGLE_REQUESTS : this.#pagesLeft)) {
            await this.#readOn();
        }
        const matching = new Set();
        await forEachConcurrently(all, this.#options.concurrency, async (runId) => {
            if (await this.#judge(runId))
                matching.add(runId);
        });
        return matching;
    }
    async few() {
        if (this.#canList && this.#total === undefined)
            await this.#readOn();
        if (this.#coveredTo > 0)
            return undefined;
        const known = await Promise.all(this.#known.values());
        return known.filter(run => run !== undefined).filter(run => matchesRun(run, this.#options.query));
    }
    get #known() {
        return this.#shared.runs;
    }
    #isDecided(runId) {
        return this.#known.has(runId) || runId >= this.#coveredTo;
    }
    async #judge(runId) {
        if (!this.#known.has(runId) && runId >= this.#coveredTo)
            return false;
        const run = await this.get(runId);
        return run !== undefined && matchesRun(run, this.#options.query);
    }
    get #pagesLeft() {
        return Math.ceil(((this.#total ?? 0) - this.#listed) / PER_PAGE);
    }
    async #readOn() {
        await this.#oneAtATime(async () => {
            if (!this.#canList)
                return;
            const { created, page } = this.#window;
            this.#pagesRead++;
            try {
                this.#add(await this.#options.runs.page({ ...this.#filters, created }, page));
            }
            catch (error) {
                if (!(error instanceof request_error/* RequestError */.G && error.status === 404))
                    throw error;
                this.#canList = false;
            }
        });
    }
    #add({ total, items }) {
        const window = this.#window;
        for (const run of items)
            if (!this.#known.has(run.id))
                this.#known.set(run.id, Promise.resolve(run));
        const fresh = items.filter(({ id }) => id < this.#coveredTo);
        const falls = fresh.every(({ id }, index) => index === 0 || id < fresh[index - 1].id);
        if (!falls || (window.page > 1 && total < window.total)) {
            this.#canList = false;
            this.#coveredTo = Number.POSITIVE_INFINITY;
            return;
        }
        this.#total ??= total;
        this.#listed += fresh.length;
        window.page++;
        window.total = total;
        window.items += items.length;
        const last = fresh.at(-1);
        this.#coveredTo = last?.id ?? this.#coveredTo;
        const isCapped = this.#isFiltered && window.items >= MAX_LISTED_RUNS;
        if (!isCapped && (items.length === 0 || window.items >= total)) {
            this.#coveredTo = 0;
            this.#canList = false;
        }
        else if (isCapped && last?.created_at) {
            this.#window = { created: `*..${last.created_at}`, page: 1, items: 0, total: 0 };
        }
        else if (isCapped) {
            this.#canList = false;
        }
    }
    get #isFiltered() {
        const { workflow: _, ...filters } = this.#filters;
        return Object.values(filters).some(value => value !== undefined);
    }
}
function filtersOf({ workflow, branch, commit, lineage, merged, event, conclusion }, head) {
    const [line = ''] = branch?.lines ?? [];
    const isOneBranch = branch?.lines.length === 1 && !/^!|[*?[\]{}\\]/.test(line);
    return {
        workflow: workflow?.split('/').at(-1),
        branch: head?.branch ?? (isOneBranch ? line : undefined),
        event,
        head_sha: commit !== undefined && lineage === undefined && WHOLE_SHA.test(commit) ? commit : merged?.head,
        status: conclusion === 'any' ? undefined : conclusion
    };
}

;// CONCATENATED MODULE: ./lib/selection/run-list-search.js



async function searchRunList(reading, book, services) {
    const { runs } = reading.criteria;
    const search = new RunListSearch(reading, book, services);
    for (const branch of branchesOf(runs)) {
        const found = await search.newest({ ...runs, branch });
        if (found !== undefined)
            return found;
    }
    await search.noteForks();
    return [];
}
const FEW_RUNS = 3;
class RunListSearch {
    #reading;
    #book;
    #services;
    #fork;
    #misses = 0;
    #holders;
    constructor(reading, book, services) {
        this.#reading = reading;
        this.#book = book;
        this.#services = services;
    }
    async newest(query) {
        const { head, includeExpired } = this.#reading.criteria;
        for await (const listed of this.#candidates(query)) {
            if (this.#holders?.has(listed.id) === false)
                continue;
            const run = await this.#book.get(listed.id);
            if (run === undefined || !matchesEmbedded(asInArtifacts(run), query, head))
                continue;
            if (!query.allowForks && isForeign({ workflow_run: asInArtifacts(run) })) {
                this.#fork ??= run;
                continue;
            }
            const artifacts = await this.#artifactsOf(run);
            if (artifacts.some(artifact => this.#reading.isOfAge(artifact) && (includeExpired || !artifact.expired)))
                return artifacts;
            for (const artifact of artifacts) {
                this.#reading.nearMisses.add(this.#reading.isOfAge(artifact) ? 'expired' : 'filtered', artifact);
            }
            if (++this.#misses === FEW_RUNS)
                await this.#findHolders();
        }
        return undefined;
    }
    async *#candidates(query) {
        const { lineage, workflow, runNumber } = query;
        if (runNumber !== undefined && workflow !== undefined) {
            const run = await this.#reading.runIndex.numbered();
            if (run !== undefined && mayMatch(run, query))
                yield run;
            return;
        }
        const found = [];
        for await (const run of this.#book.newestFirst(this.#listsOf(query))) {
            const began = Date.parse(run.created_at ?? '');
            if (lineage !== undefined && began < lineage.builtSince())
                break;
            if (!mayMatch(run, query))
                continue;
            if (lineage === undefined)
                yield run;
            else
                found.push(run);
        }
        const distance = ({ head_sha: sha }) => distanceOf(sha, query) ?? Number.POSITIVE_INFINITY;
        yield* found.toSorted((a, b) => distance(a) - distance(b) || b.id - a.id);
    }
    *#listsOf(query) {
        const filters = filtersOf(query, this.#reading.criteria.head);
        const { branch, event, ...rest } = filters;
        if (branch === undefined) {
            yield filters;
            return;
        }
        const isOfPull = event?.startsWith('pull_request') === true;
        const isScheduled = event === 'schedule';
        const { runs } = this.#services;
        if (!isOfPull && !(isScheduled && runs.dialect.filtersTags))
            yield filters;
        if (event === undefined || isOfPull) {
            yield { ...rest, event: event ?? 'pull_request', pullRequest: query.pullRequest };
        }
        if (isOfPull || query.pullRequest !== undefined || !runs.dialect.filtersTags)
            return;
        if (!isScheduled)
            yield { ...rest, event, tag: branch };
        if (isScheduled || event === undefined)
            yield { ...rest, event, scheduled: branch };
    }
    async #findHolders() {
        const { names } = this.#reading.criteria;
        const { items, complete } = await this.#services.artifacts.list({
            name: names.length === 1 ? names[0] : undefined,
            keep: this.#reading.isNamed,
            stop: { from: 'newest', begin: () => () => true }
        });
        if (complete)
            this.#holders = new Set(items.map(({ workflow_run: run }) => run?.id ?? 0));
    }
    async noteForks() {
        if (this.#fork === undefined)
            return;
        for (const artifact of await this.#artifactsOf(this.#fork)) {
            this.#reading.nearMisses.add(this.#reading.isOfAge(artifact) ? 'foreign' : 'foreign-filtered', artifact);
        }
    }
    async #artifactsOf({ id }) {
        const { names } = this.#reading.criteria;
        const { items } = await this.#services.artifacts.list({
            runId: id,
            name: names.length === 1 ? names[0] : undefined,
            keep: this.#reading.isNamed,
            describe: artifacts => this.#book.describe(artifacts)
        });
        return items;
    }
}
function mayMatch(run, query) {
    const { merged, pullRequest } = query;
    const isOfOther = pullRequest !== undefined && (run.pull_number ?? pullRequest) !== pullRequest;
    const isOfHead = merged === undefined || run.head_sha?.toLowerCase() === merged.head;
    return !isOfOther && isOfHead && distanceOf(run.head_sha, query) !== undefined && matchesRun(run, query);
}

;// CONCATENATED MODULE: ./lib/selection/run-search.js


const FEW_PAGES = 2;
async function searchRun(reading, services) {
    const { runs } = reading.criteria;
    const memory = { all: undefined, ofRun: new Map() };
    for (const branch of branchesOf(runs)) {
        const search = new RunSearch({ ...runs, branch }, memory, reading, services);
        const found = await search.run();
        if (found.length > 0)
            return found;
    }
    return [];
}
class RunSearch {
    #query;
    #memory;
    #runIndex;
    #reading;
    #services;
    #best;
    #isByRuns = false;
    constructor(query, memory, reading, services) {
        this.#query = query;
        this.#memory = memory;
        this.#runIndex = reading.runIndex.ofBranch(query.branch);
        this.#reading = reading;
        this.#services = services;
    }
    async run() {
        const seen = this.#query.runNumber === undefined
            ? (this.#memory.all ?? (await this.#readLists()))
            : await this.#readNumbered();
        await this.#consider(seen);
        if (this.#best === undefined)
            return [];
        const { runId } = this.#best;
        if (this.#isByRuns)
            return await this.#artifactsOf(runId);
        return seen.filter(artifact => artifact.workflow_run?.id === runId);
    }
    async #readLists() {
        const { names } = this.#reading.criteria;
        const reads = [];
        if (names.length === 0)
            reads.push(await this.#read(undefined));
        else {
            await forEachConcurrently(names, this.#services.queue.concurrency, async (name) => {
                reads.push(await this.#read(name));
            });
        }
        const seen = reads.flatMap(({ items }) => items);
        if (this.#best === undefined && !this.#isByRuns)
            this.#memory.all = seen;
        return seen;
    }
    async #readNumbered() {
        const run = await this.#runIndex.numbered();
        return run === undefined ? [] : await this.#artifactsOf(run.id);
    }
    async #read(name) {
        return await this.#services.artifacts.list({
            name,
            keep: this.#reading.isNamed,
            stop: {
                from: 'newest',
                begin: () => {
                    let count = 0;
                    const { lineage } = this.#query;
                    return async (page) => {
                        const isFirst = count === 0;
                        count += page.items.length;
                        await this.#consider(page.items);
                        if (count >= page.total)
                            return false;
                        if (await this.#isOver(page.items.at(-1)))
                            return true;
                        return isFirst && name === undefined && lineage === undefined && (await this.#tryRuns(page));
                    };
                }
            }
        });
    }
    async #isOver(oldest) {
        if (typeof oldest?.created_at !== 'string')
            return false;
        const created = Date.parse(oldest.created_at);
        const { lineage } = this.#query;
        if (this.#best === undefined)
            return lineage !== undefined && created < lineage.builtSince();
        const { runId, distance } = this.#best;
        if (lineage !== undefined && distance > 0 && created >= lineage.builtSince(distance))
            return false;
        const { created_at: began } = (await this.#runIndex.get(runId)) ?? {};
        return typeof began === 'string' && created < Date.parse(began);
    }
    async #tryRuns({ total, items }) {
        const pagesLeft = Math.ceil(total / Math.max(1, items.length)) - 1;
        if (pagesLeft <= FEW_PAGES)
            return false;
        const runs = await this.#runIndex.few();
        const newer = runs?.filter(({ id }) => id > (this.#best?.runId ?? 0));
        if (newer === undefined || newer.length >= pagesLeft)
            return false;
        this.#isByRuns = true;
        for (const { id } of newer.toSorted((a, b) => b.id - a.id)) {
            await this.#consider(await this.#artifactsOf(id));
            if (this.#best?.runId === id)
                break;
        }
        return true;
    }
    async #artifactsOf(runId) {
        const known = this.#memory.ofRun.get(runId);
        if (known !== undefined)
            return known;
        const { names } = this.#reading.criteria;
        const { items } = await this.#services.artifacts.list({
            runId,
            name: names.length === 1 ? names[0] : undefined,
            keep: this.#reading.isNamed
        });
        this.#memory.ofRun.set(runId, items);
        return items;
    }
    async #consider(artifacts) {
        const { criteria, nearMisses } = this.#reading;
        for (const artifact of artifacts.toSorted((a, b) => this.#compare(a, b))) {
            const run = artifact.workflow_run;
            if (!this.#isBetter(artifact))
                return;
            if (!this.#reading.isNamed(artifact))
                continue;
            const isFork = isForeign(artifact) && !criteria.runs.allowForks;
            if (!matchesEmbedded(run, this.#query, criteria.head)) {
                if (!matchesEmbedded(run, criteria.runs, criteria.head))
                    nearMisses.add('other-commit', artifact);
            }
            else if (!this.#reading.isOfAge(artifact))
                nearMisses.add(isFork ? 'foreign-filtered' : 'filtered', artifact);
            else if (artifact.expired && !criteria.includeExpired)
                nearMisses.add('expired', artifact);
            else if (isFork)
                nearMisses.add('foreign', artifact);
            else if (run?.id === undefined)
                continue;
            else if (await this.#runIndex.matches(run.id)) {
                if (this.#isBetter(artifact))
                    this.#best = { runId: run.id, distance: this.#distanceOf(artifact) };
            }
            else
                nearMisses.add('run', artifact);
        }
    }
    #compare(a, b) {
        const [near, far] = [this.#distanceOf(a), this.#distanceOf(b)];
        return near === far ? newestRunFirst(a, b) : near - far;
    }
    #isBetter(artifact) {
        if (this.#best === undefined)
            return true;
        const { runId, distance } = this.#best;
        const own = this.#distanceOf(artifact);
        return own === distance ? (artifact.workflow_run?.id ?? 0) > runId : own < distance;
    }
    #distanceOf({ workflow_run: run }) {
        return distanceOf(run?.head_sha, this.#query) ?? Number.POSITIVE_INFINITY;
    }
}

;// CONCATENATED MODULE: ./lib/selection/keep-rules.js



function keepRules({ keepLatest = 0, keepRuns = 0, keepSize, groupBy }, workflowOf = () => undefined) {
    return counted => {
        const reasons = new Map();
        const runs = new Set();
        const isUnknown = (artifact) => !hasGroup(artifact, groupBy, workflowOf);
        const known = counted.filter(artifact => !isUnknown(artifact));
        for (const group of groupsOf(known, groupBy, workflowOf)) {
            for (const runId of newestRuns(group, keepRuns))
                runs.add(runId);
            let sum = 0;
            for (const [index, { id, size_in_bytes: size }] of group.entries()) {
                sum += size;
                if (index < keepLatest)
                    reasons.set(id, 'keep-latest');
                else if (keepSize !== undefined && sum <= keepSize)
                    reasons.set(id, 'keep-size');
                else
                    break;
            }
        }
        return artifact => {
            const { id, workflow_run: run } = artifact;
            if (isUnknown(artifact))
                return 'unknown-group';
            const isOfKeptRun = keepRuns > 0 && (run?.id == null || runs.has(run.id));
            return reasons.get(id) ?? (isOfKeptRun ? 'keep-runs' : undefined);
        };
    };
}
function newestRuns(artifacts, count) {
    const ids = new Set(artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id != null));
    return [...ids].toSorted((a, b) => b - a).slice(0, count);
}
function liveBranches(refs) {
    return () => artifact => {
        if (isForeign(artifact))
            return 'foreign-branch';
        const branch = artifact.workflow_run?.head_branch;
        return !branch || refs.has(branch) ? 'existing-branch' : undefined;
    };
}
function unfinishedRuns(runs) {
    return () => ({ workflow_run: run }) => {
        if (runs.size === 0)
            return undefined;
        if (run?.id == null)
            return 'unknown-run';
        return runs.has(run.id) ? 'unfinished-run' : undefined;
    };
}
function describedRuns(statusOf) {
    return () => artifact => {
        const status = statusOf(artifact);
        if (status === undefined)
            return 'unknown-run';
        return status === 'completed' ? undefined : 'unfinished-run';
    };
}
function uploadedAfter(newest) {
    return () => ({ id }) => id > newest ? 'late-upload' : undefined;
}
function anyOf(rules) {
    return counted => {
        const reasonsFor = rules.map(rule => rule(counted));
        return artifact => {
            for (const reasonFor of reasonsFor) {
                const reason = reasonFor(artifact);
                if (reason !== undefined)
                    return reason;
            }
            return undefined;
        };
    };
}
function groupName(artifact, groupBy, workflowOf = () => undefined) {
    return (0,formats/* groupTitle */.SZ)(groupBy, {
        name: artifact.name,
        branch: artifact.workflow_run?.head_branch ?? undefined,
        workflow: workflowOf(artifact),
        isForeign: isForeign(artifact)
    });
}
function hasGroup(artifact, groupBy, workflowOf) {
    if (groupBy === 'workflow')
        return workflowOf(artifact) !== undefined;
    return !groupBy.includes('branch') || Boolean(artifact.workflow_run?.head_branch);
}
function groupsOf(artifacts, groupBy, workflowOf) {
    const groups = new Map();
    for (const artifact of artifacts.toSorted(github_artifact/* newestFirst */.ll)) {
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
    const foreign = isForeign(artifact) ? (run?.head_repository_id ?? 'unknown') : 'own';
    const parts = {
        name: () => [artifact.name],
        branch: () => [run?.head_branch],
        'name-and-branch': () => [artifact.name, run?.head_branch],
        workflow: () => [workflowOf(artifact)],
        all: () => []
    }[groupBy]();
    return JSON.stringify([foreign, ...parts]);
}

;// CONCATENATED MODULE: ./lib/selection/unfinished-runs.js






class UnfinishedRuns {
    #services;
    #book;
    #rule;
    constructor(services, book) {
        this.#services = services;
        this.#book = book;
    }
    async keepRule(newest) {
        this.#rule ??= this.#createRule(newest);
        return await this.#rule;
    }
    async #createRule(newest) {
        const book = this.#book;
        if (book !== undefined)
            return describedRuns(({ workflow_run: run }) => book.described(run?.id)?.status);
        const rules = [unfinishedRuns(await this.#ids())];
        if (newest !== undefined)
            rules.push(uploadedAfter(newest));
        return anyOf(rules);
    }
    async #ids() {
        const { queue, runs } = this.#services;
        const found = new Set();
        for (const statuses of runs.dialect.unfinished) {
            await forEachConcurrently(statuses, queue.concurrency, async (status) => {
                for (const run of await this.#ofStatus(status)) {
                    if (run.status !== 'completed')
                        found.add(run.id);
                }
            });
        }
        return found;
    }
    async #ofStatus(status) {
        const { runs } = this.#services;
        try {
            const first = await runs.page({ status }, 1);
            if (first.total > MAX_LISTED_RUNS) {
                const message = (0,selection/* tooManyRuns */.yA)(status, { total: first.total, limit: MAX_LISTED_RUNS });
                throw new action_error/* ActionError */.lZ('api-rejected', message, { hint: (0,selection/* tooManyRunsAdvice */.S6)() });
            }
            if (first.items.length >= first.total)
                return first.items;
            return [...first.items, ...(await runs.list({ status }))];
        }
        catch (error) {
            if (error instanceof request_error/* RequestError */.G && error.status === 422)
                return [];
            throw error;
        }
    }
}

;// CONCATENATED MODULE: ./lib/selection/candidates.js














async function findCandidates(inputs, services, now) {
    const { operation } = inputs;
    const { runs, head, pull, cause: unresolved } = await resolveRuns(inputs, services);
    const { place: given } = inputs;
    const place = 'runs' in given ? { ...given, runs } : given;
    const criteria = {
        ...inputs,
        runs,
        head,
        limitKeeps: operation === 'delete' ? 'oldest' : 'newest'
    };
    const { runs: api } = services;
    const { concurrency } = services.queue;
    const book = api.dialect.artifactsTellRuns
        ? undefined
        : new RunBook(api, { concurrency, event: place.kind === 'repository' ? runs.event : undefined });
    if (runs.pullRequest !== undefined && pull !== undefined)
        book?.noteHead(runs.pullRequest, pull);
    const order = place.kind === 'search' ? newestRunFirst : github_artifact/* newestFirst */.ll;
    const reading = {
        criteria,
        isNamed: matchesName(criteria),
        isOfAge: matchesAgeAndSize(criteria, now),
        order,
        nearMisses: new NearMisses(order),
        excluded: new ExcludedArtifacts(criteria),
        runIndex: new RunIndex({
            runs: book ?? api,
            query: runs,
            head,
            concurrency,
            canList: book === undefined
        }),
        unfinished: new UnfinishedRuns(services, needsFacts(inputs, criteria) ? book : undefined),
        book,
        now
    };
    const { items: artifacts, complete } = unresolved === undefined
        ? await read({ ...inputs, place }, services, reading)
        : { items: [], complete: true };
    const { workflow = '', runNumber } = runs;
    const isUnknown = unresolved === undefined && runNumber !== undefined && (await reading.runIndex.numbered()) === undefined;
    const unknownRun = isUnknown ? { kind: 'unknown-run', runNumber, workflow } : undefined;
    return { ...reading, place, artifacts, complete, cause: unresolved ?? unknownRun };
}
async function read(inputs, services, reading) {
    const { place } = inputs;
    switch (place.kind) {
        case 'ids':
            return await described(inputs, reading, {
                items: await services.artifacts.getAll(place.ids),
                complete: true
            });
        case 'run': {
            const read = await inOneRun(place.runId, inputs.minCount, services, reading);
            if (place.how !== 'current')
                await expectRun(place.runId, read, services, reading);
            return await described(inputs, reading, read);
        }
        case 'search': {
            const { book } = reading;
            const items = book === undefined ? await searchRun(reading, services) : await searchRunList(reading, book, services);
            return { items, complete: true };
        }
        case 'repository':
            return ofNearestCommit(await inRepository(services, reading, {
                skipsForks: skipsForks(inputs),
                describe: needsFacts(inputs, reading.criteria)
                    ? artifacts => reading.book?.describe(artifacts.filter(reading.isNamed))
                    : undefined
            }), reading);
    }
}
async function described({ place, operation, currentRunId }, { book }, read) {
    if (book === undefined || operation === 'delete' || (place.kind === 'run' && place.how === 'current'))
        return read;
    try {
        await book.describe(read.items.filter(({ workflow_run: run }) => run?.id !== currentRunId));
    }
    catch (error) {
        if (!(error instanceof request_error/* RequestError */.G))
            throw error;
    }
    return read;
}
function skipsForks({ place, operation }) {
    return operation === 'download' && place.kind === 'repository' && !place.runs.allowForks;
}
function needsFacts(inputs, criteria) {
    const { runs, goneBranches = false } = criteria;
    const asksForRuns = needsRun(runs) || runs.branch !== undefined || runs.commit !== undefined;
    return (asksForRuns || criteria.head !== undefined || goneBranches || countsAll(criteria) || skipsForks(inputs));
}
async function inOneRun(runId, minCount, { artifacts }, { criteria, excluded, now }) {
    const [name, ...more] = criteria.names;
    const read = await artifacts.list({
        runId,
        name: more.length === 0 ? name : undefined,
        names: criteria.names,
        isEnough: found => minCount === 0 || select_select(found, criteria, now).selected.length >= minCount,
        keep: excluded.filter(inBase(criteria)),
        stop: stopAt(criteria, now, page => page.filter(selectable(criteria, now)))
    });
    excluded.isWhole = read.complete;
    return read;
}
async function expectRun(runId, { items }, { runs }, { excluded, runIndex }) {
    if (!runs.dialect.listsUnknownRuns || items.length + excluded.count > 0)
        return;
    const run = await runs.getExisting(runId);
    if (run !== undefined)
        runIndex.note(run);
}
async function inRepository({ artifacts, queue }, reading, options) {
    const { skipsForks, describe } = options;
    const { criteria, isNamed, isOfAge, runIndex, nearMisses, excluded, unfinished, now } = reading;
    const runId = (await runIndex.numbered())?.id;
    if (criteria.runs.runNumber !== undefined && runId === undefined)
        return { items: [], complete: true };
    const isInBase = inBase(criteria);
    const isSelectable = selectable(criteria, now);
    const isAllowed = (artifact) => !(skipsForks && isForeign(artifact));
    const keepsOldest = criteria.limitKeeps === 'oldest';
    const { lineage } = criteria.runs;
    const limit = lineage || (keepsOldest && criteria.names.length > 1) ? 0 : criteria.limit;
    const latest = criteria.latest && lineage === undefined;
    const limitsDeletion = keepsOldest && limit > 0 && !criteria.goneBranches;
    let newest = 0;
    const matching = async (page) => {
        const wanted = page.filter(artifact => isSelectable(artifact) && isAllowed(artifact));
        const keep = limitsDeletion && wanted.length > 0 ? await unfinished.keepRule(newest) : undefined;
        const reasonFor = keep?.(wanted);
        const open = wanted.filter(artifact => reasonFor?.(artifact) === undefined);
        const runIds = await runIndex.matching(runIdsOf(open));
        return needsRun(criteria.runs)
            ? open.filter(artifact => runIds.has(artifact.workflow_run?.id ?? 0))
            : open;
    };
    const found = [];
    let complete = true;
    const readOne = async (name) => {
        const plan = { ...criteria, limit, latest, names: name === undefined ? [] : [name] };
        const keep = excluded.filter(artifact => {
            newest = Math.max(newest, artifact.id);
            const isKept = isInBase(artifact);
            if (!isKept && isNamed(artifact))
                nearMisses.add('other-commit', artifact);
            return isKept;
        });
        const read = await artifacts.list({
            runId,
            name,
            keep,
            stop: stopAt(plan, now, matching),
            describe: describe && (async (page) => await describe(page))
        });
        complete &&= read.complete;
        excluded.isWhole &&= read.complete;
        for (const artifact of read.items)
            found.push(artifact);
    };
    if (criteria.names.length === 0)
        await readOne(undefined);
    else
        await forEachConcurrently(criteria.names, queue.concurrency, readOne);
    const allowed = found.filter(artifact => {
        if (isAllowed(artifact))
            return true;
        nearMisses.add(isOfAge(artifact) ? 'foreign' : 'foreign-filtered', artifact);
        return false;
    });
    if (!needsRun(criteria.runs))
        return { items: allowed, complete };
    const isCounted = (artifact) => isSelectable(artifact) || (countsAll(criteria) && isInBase(artifact) && !artifact.expired);
    const runIds = await runIndex.matching(runIdsOf(allowed.filter(isCounted)));
    const items = allowed.filter(artifact => {
        if (isCounted(artifact)) {
            if (runIds.has(artifact.workflow_run?.id ?? 0))
                return true;
            nearMisses.add('run', artifact);
            excluded.add(artifact);
            return false;
        }
        complete = false;
        if (isOfAge(artifact))
            nearMisses.add('unchecked', artifact);
        return false;
    });
    return { items, complete };
}
function ofNearestCommit(read, { criteria, now }) {
    if (criteria.runs.lineage === undefined)
        return read;
    const distance = ({ workflow_run: run }) => distanceOf(run?.head_sha, criteria.runs) ?? Number.POSITIVE_INFINITY;
    const isSelectable = selectable(criteria, now);
    const nearest = read.items.reduce((least, artifact) => (isSelectable(artifact) ? Math.min(least, distance(artifact)) : least), Number.POSITIVE_INFINITY);
    if (nearest === Number.POSITIVE_INFINITY)
        return read;
    return { ...read, items: read.items.filter(artifact => distance(artifact) === nearest) };
}
function selectable(criteria, now) {
    const isInBase = inBase(criteria);
    const isOfAge = matchesAgeAndSize(criteria, now);
    return artifact => isInBase(artifact) && isOfAge(artifact) && (criteria.includeExpired || !artifact.expired);
}
function stopAt(criteria, now, matching) {
    const plan = pagingPlan(criteria, now);
    return (plan && {
        from: plan.from,
        begin: () => {
            const isEnough = plan.begin();
            return async ({ items }) => isEnough(await matching(items), items);
        }
    });
}
function runIdsOf(artifacts) {
    return artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined);
}

;// CONCATENATED MODULE: ./lib/selection/missing.js

function missingOf(inputs, candidates, now) {
    const { operation, place, names, includeExpired } = inputs;
    if (place.kind !== 'ids' && names.length === 0)
        return { ids: [], names: [] };
    const usable = candidates.filter(artifact => includeExpired || !artifact.expired);
    const byId = new Map(candidates.map(artifact => [artifact.id, artifact]));
    const usableIds = new Set(usable.map(({ id }) => id));
    const matching = operation === 'delete' ? usable : usable.filter(matchesAgeAndSize(inputs, now));
    const found = new Set(matching.map(({ name }) => name));
    const ids = place.kind === 'ids' ? place.ids : [];
    return {
        ids: ids.filter(id => !usableIds.has(id)).map(id => ({ id, expired: byId.get(id) })),
        names: names.filter(name => !found.has(name))
    };
}
function isComplete({ ids, names }) {
    return ids.length === 0 && names.length === 0;
}

;// CONCATENATED MODULE: ./lib/selection/wait.js









const CHECK_DELAY = 2000;
const GROWTH = 1.5;
const LONGEST = 7.5;
const LISTED_LATE = 30;
const LISTED_SOON = 7.5;
const JUST_COMPLETED = 60_000;
async function waitForCandidates(inputs, services) {
    const { report, checkDelay, signal } = services;
    const started = Date.now();
    let candidates = await findCandidates(inputs, services, started);
    if (isFound(inputs, candidates))
        return { candidates, failedRun: undefined };
    const { waitTimeout } = inputs;
    let failedRun = await failedNumbered(candidates);
    if (failedRun !== undefined || isOfFork(candidates))
        return { candidates, failedRun };
    const { names, ids } = missingOf(inputs, candidates.artifacts, candidates.now);
    const missing = { names, ids: ids.map(({ id }) => id), minCount: inputs.minCount };
    if (waitTimeout > 0)
        report.info((0,selection/* waiting */.eg)({ ...inputs, place: candidates.place }, { missing, timeout: waitTimeout }));
    let end = started + waitTimeout;
    if (waitTimeout === 0) {
        const time = await extraTime(inputs, candidates, services);
        if (time === 0)
            return { candidates, failedRun: undefined };
        report.info((0,selection/* checkingAgain */.ZP)(missing, time > checkDelay ? time : undefined));
        end = Date.now() + time;
    }
    let isCompleted = waitTimeout === 0;
    for (let delay = checkDelay;; delay = Math.min(delay * GROWTH, checkDelay * LONGEST)) {
        if (waitTimeout > 0) {
            failedRun = (await failedNumbered(candidates)) ?? (await failedRunOf(candidates, services));
        }
        if (failedRun !== undefined)
            break;
        if (!isCompleted && (await hasCompleted(inputs, candidates, services))) {
            isCompleted = true;
            end = Math.min(end, Date.now() + checkDelay * LISTED_LATE);
        }
        const left = Math.max(0, end - Date.now());
        await (0,promises_.setTimeout)(Math.min(delay, left), undefined, { signal });
        candidates = await findCandidates(inputs, services, Date.now());
        if (isFound(inputs, candidates) || isOfFork(candidates) || left <= delay)
            break;
    }
    if (waitTimeout > 0)
        report.info((0,selection/* waited */.h6)(Date.now() - started, isFound(inputs, candidates)));
    return { candidates, failedRun };
}
function isFound(inputs, { artifacts, criteria, now }) {
    const { selected } = select_select(artifacts, criteria, now);
    return isComplete(missingOf(inputs, artifacts, now)) && selected.length >= Math.max(1, inputs.minCount);
}
function isOfFork({ criteria, nearMisses }) {
    return criteria.head !== undefined && nearMisses.newest('foreign') !== undefined;
}
async function extraTime(inputs, { artifacts, criteria, now, ...rest }, { runs, checkDelay }) {
    const { place, operation } = inputs;
    const runId = await givenRun(inputs, rest);
    if (operation === 'delete' || runId === undefined)
        return 0;
    const live = { ...inputs, includeExpired: true };
    const all = { ...rest, artifacts, criteria: { ...criteria, includeExpired: true }, now };
    if (isFound(live, all))
        return 0;
    if (place.kind === 'run' && place.how === 'current') {
        const isCounted = inputs.minCount > 0 || missingOf(live, artifacts, now).names.length > 0;
        return isCounted ? checkDelay : 0;
    }
    const run = rest.runIndex.noted(runId) ?? (await runs.get(runId));
    const isRecent = run?.updated_at != null && Date.parse(run.updated_at) > now - JUST_COMPLETED;
    return run?.status === 'completed' && isRecent ? checkDelay * LISTED_SOON : 0;
}
async function hasCompleted(inputs, candidates, { runs }) {
    const { place } = inputs;
    const runId = await givenRun(inputs, candidates);
    if (runId === undefined || (place.kind === 'run' && place.how === 'current'))
        return false;
    const run = candidates.runIndex.noted(runId) ?? (await runs.get(runId));
    return run === undefined || run.status === 'completed';
}
async function givenRun({ place }, { runIndex }) {
    return place.kind === 'run' ? place.runId : (await runIndex.numbered())?.id;
}
async function failedNumbered({ place, runIndex }) {
    const { conclusion = 'any' } = (0,selection_inputs/* runsOf */.k)(place) ?? {};
    const run = await runIndex.numbered();
    const isOver = conclusion !== 'any' && run?.status === 'completed' && run.conclusion !== conclusion;
    return isOver ? run : undefined;
}
async function failedRunOf({ place, criteria }, { runs: api }) {
    const runs = (0,selection_inputs/* runsOf */.k)(place) ?? ANY_RUN;
    const { merged, commit = merged?.head, workflow, conclusion, lineage } = runs;
    if (commit === undefined || workflow === undefined || conclusion === 'any')
        return undefined;
    const matchingRuns = async (query) => {
        const { total, items } = await api.page(filtersOf(query, criteria.head), 1);
        const matching = items.filter(run => isOfQuery(run, query, criteria.head));
        return { matching, isWhole: items.length >= total };
    };
    const query = { ...runs, conclusion: 'any' };
    const { matching, isWhole } = await matchingRuns({ ...query, lineage: undefined });
    if (!isWhole)
        return undefined;
    const isOver = matching.every(run => run.status === 'completed' && run.conclusion !== conclusion);
    const [newest] = isOver ? matching : [];
    if (newest === undefined || lineage === undefined)
        return newest;
    const { matching: ofAncestors } = await matchingRuns(query);
    return ofAncestors.every(run => run.status === 'completed') ? newest : undefined;
}
function isOfQuery(run, query, head) {
    const embedded = asInArtifacts(run);
    const isFork = isForeign({ workflow_run: embedded });
    return (query.allowForks || !isFork) && matchesEmbedded(embedded, query, head) && matchesRun(run, query);
}

;// CONCATENATED MODULE: ./lib/github/artifact-service/responses.js

function entriesOf(body) {
    if (!isMessage(body))
        return undefined;
    const isEmpty = 'artifacts' in body || Object.keys(body).length === 0;
    const entries = allOf(field(body, 'artifacts') ?? (isEmpty ? [] : undefined), entryOf);
    if (entries === undefined)
        return undefined;
    const isDistinct = new Set(entries.map(entryKey)).size === entries.length;
    return isDistinct ? entries.sort((a, b) => a.id - b.id) : undefined;
}
function entryKey({ id, name }) {
    return JSON.stringify([id, name]);
}
function signedUrlOf(body) {
    const url = isMessage(body) ? field(body, 'signed_url') : undefined;
    return typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
}
function deletedIdOf(body) {
    return isMessage(body) && field(body, 'ok') === true ? idOf(field(body, 'artifact_id')) : undefined;
}
function errorMessageOf(body) {
    const message = isMessage(body) ? body.msg : undefined;
    return typeof message === 'string' ? message : undefined;
}
function entryOf(value) {
    if (!isMessage(value))
        return undefined;
    const id = idOf(field(value, 'database_id'));
    const size = integerOf(field(value, 'size') ?? 0);
    const name = field(value, 'name');
    const run = field(value, 'workflow_run_backend_id');
    const job = field(value, 'workflow_job_run_backend_id');
    const createdAt = textOrNull(field(value, 'created_at'));
    const digest = textOrNull(field(value, 'digest'));
    if (id === undefined || size === undefined || createdAt === undefined || digest === undefined)
        return undefined;
    if (!isText(name) || !isText(run) || !isText(job))
        return undefined;
    return { ids: { run, job }, id, name, size, createdAt, digest };
}
function isMessage(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function field(message, name) {
    const camelCase = name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());
    return message[name] ?? message[camelCase] ?? undefined;
}
function integerOf(value) {
    const isInteger = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
    const integer = isInteger ? Number(value) : Number.NaN;
    return Number.isSafeInteger(integer) && integer >= 0 ? integer : undefined;
}
function idOf(value) {
    return integerOf(value) || undefined;
}
function isText(value) {
    return typeof value === 'string' && value !== '';
}
function textOrNull(value) {
    if (value === undefined || value === '')
        return null;
    return typeof value === 'string' ? value : undefined;
}

;// CONCATENATED MODULE: ./lib/github/artifact-service/run-artifacts.js






class RunArtifacts {
    #options;
    #failed;
    #failedFor = new Map();
    #replaced = new Set();
    #isRefused = false;
    #isPartial = false;
    #notes = new Set();
    #asked = new Set();
    constructor(options) {
        this.#options = options;
        if (options.service instanceof request_error/* RequestError */.G)
            this.#failed = options.service;
    }
    async list(options) {
        const { runId, listsAll, restKnowsRun, waits, ifNoArtifactFound } = this.#options;
        const viaRest = (rest) => rest.list(options);
        if (options.runId !== runId)
            return await this.#viaRest(viaRest);
        const listed = await this.#viaService(service => service.list(options.name));
        if ('why' in listed)
            return await this.#viaRest(viaRest, listed);
        const { keep = () => true, isEnough = () => true, name } = options;
        const { names = name === undefined ? [] : [name] } = options;
        const found = { items: listed.value.filter(keep), complete: true };
        if (listsAll || !restKnowsRun)
            return found;
        const accepts = waits || ifNoArtifactFound !== 'error';
        if (listed.value.length === 0) {
            const why = name === undefined ? (0,artifact_service/* noneListed */.W5)() : (0,artifact_service/* nameNotListed */.wC)(name);
            return await this.#unlessRefused(found, accepts, () => this.#viaRest(viaRest, { why }));
        }
        if (names.length === 0 && !this.#isPartial && !this.#asked.has('rest')) {
            this.#isPartial = true;
            this.#options.onPartial();
        }
        const missing = names.filter(one => !listed.value.some(artifact => artifact.name === one));
        for (const one of missing) {
            const named = { ...options, name: one };
            const read = () => this.#viaRest(rest => rest.list(named), { why: (0,artifact_service/* nameNotListed */.wC)(one) });
            const { items } = await this.#unlessRefused({ items: [], complete: true }, accepts, read);
            for (const artifact of items)
                found.items.push(artifact);
        }
        if (missing.length === 0 && !isEnough(found.items)) {
            const read = () => this.#viaRest(viaRest, { why: (0,artifact_service/* fewListed */._q)(found.items.length) });
            const { items } = await this.#unlessRefused({ items: [], complete: true }, true, read);
            const known = new Set(found.items.map(entryKey));
            for (const artifact of items)
                if (!known.has(entryKey(artifact)))
                    found.items.push(artifact);
        }
        return found;
    }
    async getAll(ids) {
        const { restKnowsIds, waits, ifNoArtifactFound } = this.#options;
        const listed = await this.#viaService(service => service.list(), { mayFallBack: restKnowsIds });
        if ('why' in listed)
            return await this.#viaRest(rest => rest.getAll(ids), listed);
        const known = listed.value.filter(({ id }) => ids.includes(id));
        refuseAmbiguous(known);
        const others = ids.filter(id => !known.some(artifact => artifact.id === id));
        if (others.length === 0)
            return known;
        if (!restKnowsIds) {
            this.#notes.add((0,artifact_service/* onlyCurrentRun */.rP)());
            return known;
        }
        const accepts = waits || (ifNoArtifactFound === 'warn' && known.length > 0);
        const read = () => this.#viaRest(rest => rest.getAll(others), { why: (0,artifact_service/* idsNotListed */.BH)(others) });
        return [...known, ...(await this.#unlessRefused([], accepts, read))];
    }
    get idsOf() {
        return this.#options.restKnowsIds && !this.#isRefused ? 'repository' : 'run';
    }
    notes() {
        const { omission } = this.#options;
        const isFromService = this.#failed === undefined && this.#asked.has('service');
        const ofService = isFromService && omission !== undefined ? [omission] : [];
        return [...ofService, ...this.#notes, ...this.#options.rest.notes()];
    }
    async #unlessRefused(nothing, accepts, ask) {
        if (this.#isRefused && accepts)
            return nothing;
        try {
            return await ask();
        }
        catch (error) {
            if (!accepts || !(error instanceof request_error/* RequestError */.G) || !action_error/* TOKEN_CODES */.Jx.includes(error.code))
                throw error;
            this.#isRefused = true;
            this.#notes.add((0,artifact_service/* restRefused */.xW)(error.reason));
            return nothing;
        }
    }
    async locate(artifact, { isVerified }) {
        const { idsAreHashes } = this.#options;
        const doing = toDownloadArtifact(artifact);
        const outcome = await this.#viaServiceFor(artifact, doing, async (service) => {
            const url = await service.downloadUrl(artifact);
            if (!isVerified && !idsAreHashes)
                await service.list(artifact.name);
            return service.reach(artifact) === 'by-name' ? url : undefined;
        });
        const own = this.#own(artifact, outcome, doing);
        if ('value' in own)
            return { url: own.value };
        try {
            return await this.#viaRest(rest => rest.locate(artifact, { isVerified }), own);
        }
        catch (error) {
            const isFinal = error instanceof request_error/* RequestError */.G && error.code !== 'api-rate-limited';
            if (!isFinal || !this.#replaced.has(entryKey(artifact)))
                throw error;
            throw wasReplaced(doing, error.reason);
        }
    }
    afford(artifacts) {
        return this.#options.rest.afford(artifacts.filter(artifact => this.usesRest(artifact)));
    }
    async isReplaced(artifact) {
        if (this.usesRest(artifact))
            return false;
        const listed = await this.#viaService(service => service.list(artifact.name));
        if ('why' in listed || !this.usesRest(artifact))
            return false;
        this.#replaced.add(entryKey(artifact));
        return true;
    }
    usesRest(artifact) {
        const { service } = this.#options;
        if (service instanceof request_error/* RequestError */.G || this.#failed !== undefined)
            return true;
        return this.#failedFor.has(entryKey(artifact)) || service.reach(artifact) !== 'by-name';
    }
    async delete(artifact) {
        const doing = toDeleteArtifact(artifact);
        const { service } = this.#options;
        const lost = () => (service instanceof request_error/* RequestError */.G ? undefined : service.afterLostDeletion(artifact));
        try {
            const outcome = await this.#viaServiceFor(artifact, doing, async (byName) => {
                const reach = await byName.freshReach(artifact);
                if (reach === 'by-name')
                    return await byName.delete(artifact);
                return reach === 'unknown' ? 'gone' : undefined;
            });
            const own = this.#own(artifact, outcome, doing);
            if ('value' in own)
                return own.value;
            const deleted = await this.#viaRest(rest => rest.delete(artifact), own);
            return lost() === undefined ? deleted : 'deleted';
        }
        catch (error) {
            if (lost() !== 'unknown' || !(error instanceof request_error/* RequestError */.G))
                throw error;
            throw error.asFinal().withHint((0,artifact_service/* mayAlreadyBeDeleted */.aK)(error.hint));
        }
    }
    #own(artifact, outcome, doing) {
        if ('why' in outcome)
            return outcome;
        const { value } = outcome;
        if (value !== undefined)
            return { value };
        this.#replaced.add(entryKey(artifact));
        if (!this.#options.restKnowsRun)
            throw wasReplaced(doing);
        return { why: (0,artifact_service/* replaced */.$3)() };
    }
    async #viaServiceFor(artifact, doing, ask) {
        const { service, runId, restKnowsRun } = this.#options;
        const reach = service instanceof request_error/* RequestError */.G ? 'unknown' : service.reach(artifact);
        const earlier = this.#failed ?? this.#failedFor.get(entryKey(artifact));
        if (reach === 'by-name' && earlier === undefined)
            return await this.#viaService(ask, { artifact });
        if (artifact.workflow_run?.id !== runId)
            return { why: undefined };
        const isReplaced = this.#replaced.has(entryKey(artifact));
        const notByName = reach === 'unknown' ? (0,artifact_service/* notListed */.NL)() : (0,artifact_service/* notNewestOfName */.eX)();
        const why = earlier?.reason ?? (isReplaced ? (0,artifact_service/* replaced */.$3)() : notByName);
        if (restKnowsRun)
            return { why };
        if (earlier !== undefined)
            throw earlier;
        if (isReplaced)
            throw wasReplaced(doing);
        throw failedRequest('service-failed', doing, {
            subject: doing,
            reason: why,
            status: 404,
            retryable: false
        });
    }
    async #viaService(ask, { artifact, mayFallBack = this.#options.restKnowsRun } = {}) {
        const { service, signal } = this.#options;
        const earlier = service instanceof request_error/* RequestError */.G ? service : this.#failed;
        if (earlier !== undefined) {
            if (!mayFallBack)
                throw earlier;
            return { why: earlier.reason };
        }
        try {
            this.#note('service');
            return { value: await ask(service) };
        }
        catch (error) {
            if (!(error instanceof request_error/* RequestError */.G) || signal.aborted)
                throw error;
            if (artifact !== undefined && error.status === 404)
                this.#failedFor.set(entryKey(artifact), error);
            else
                this.#failed ??= error;
            if (!mayFallBack)
                throw error;
            return { why: error.reason };
        }
    }
    async #viaRest(ask, { why } = { why: undefined }) {
        this.#note('rest');
        if (why !== undefined)
            this.#options.debug((0,artifact_service/* fallingBack */.L_)(why));
        try {
            return await ask(this.#options.rest);
        }
        catch (error) {
            if (why === undefined || !(error instanceof request_error/* RequestError */.G))
                throw error;
            throw error.asFinal().withHint((0,artifact_service/* restFailedToo */.tC)(error.hint, why));
        }
    }
    #note(source) {
        if (this.#asked.has(source))
            return;
        this.#asked.add(source);
        this.#options.onSource(source);
    }
}
function refuseAmbiguous(artifacts) {
    for (const { id } of artifacts) {
        const names = artifacts.filter(artifact => artifact.id === id).map(({ name }) => name);
        if (names.length > 1) {
            throw new action_error/* ActionError */.lZ('service-failed', (0,artifact_service/* ambiguousId */.GD)(id, names), { hint: (0,artifact_service/* ambiguousIdHint */.Hg)() });
        }
    }
}
function wasReplaced(doing, restReason) {
    const message = apiRequestFailed(doing, (0,artifact_service/* replaced */.$3)());
    return new action_error/* ActionError */.lZ('artifact-not-found', message, { hint: (0,artifact_service/* replacedHint */.s5)(restReason) });
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./lib/github/artifact-service/runtime-environment.js





function runtimeEnvironment(env) {
    const { hostname } = new URL(serverUrl(env));
    const isAct = env.ACT === 'true';
    const listsAll = isAct || hostname === 'github.com' || hostname.endsWith('.ghe.com');
    return {
        access: accessOf(env),
        isOffered: listsAll || Boolean(env.ACTIONS_RESULTS_URL),
        run: currentRun(env),
        isAct,
        listsAll
    };
}
function accessOf(env) {
    const { ACTIONS_RUNTIME_TOKEN: token = '', ACTIONS_RESULTS_URL: url = '' } = env;
    if (token === '')
        return { unusable: (0,artifact_service/* variableMissing */.hv)('ACTIONS_RUNTIME_TOKEN') };
    if (url === '')
        return { unusable: (0,artifact_service/* variableMissing */.hv)('ACTIONS_RESULTS_URL') };
    const refused = runtime_environment_refusalOf(url, env);
    if (refused !== undefined)
        return { unusable: (0,artifact_service/* resultsUrlRefused */.iF)(originOf(url), refused) };
    const ids = backendIds(token);
    return ids === undefined ? { unusable: (0,artifact_service/* tokenWithoutScope */.cO)() } : { origin: new URL(url).origin, token, ids };
}
function originOf(url) {
    const { protocol, origin } = URL.canParse(url) ? new URL(url) : {};
    return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
function backendIds(token) {
    if (!/^[\w.~+/=-]+$/.test(token))
        return undefined;
    try {
        const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
        for (const scope of String(claims?.scp).split(' ')) {
            const [name, run, job, ...more] = scope.split(':');
            if (name === 'Actions.Results' && run && job && more.length === 0)
                return { run, job };
        }
    }
    catch { }
    return undefined;
}
function runtime_environment_refusalOf(text, env) {
    if (!URL.canParse(text))
        return 'https';
    const { protocol, hostname } = new URL(text);
    const { hostname: server, protocol: serverProtocol } = new URL(serverUrl(env));
    if (isGhes(env) && hostname !== server && !(isName(server) && hostname.endsWith(`.${server}`)))
        return 'server';
    if (protocol === 'https:')
        return undefined;
    const own = serverProtocol === 'http:' ? [server, new URL(apiUrl(env)).hostname] : [];
    return protocol === 'http:' && (isPrivate(hostname) || own.includes(hostname)) ? undefined : 'https';
}
function isGhes(env) {
    return /\/api\/v3\/?$/.test(apiUrl(env));
}
function serverUrl(env) {
    const { GITHUB_SERVER_URL: url = '' } = env;
    return URL.canParse(url) ? url : (0,github_repository/* webUrlOf */.n6)(apiUrl(env));
}
function apiUrl({ GITHUB_API_URL: url = '' }) {
    return URL.canParse(url) ? url : 'https://api.github.com';
}
const PRIVATE = new external_node_net_.BlockList();
for (const [net, prefix, family] of [
    ['127.0.0.0', 8, 'ipv4'],
    ['10.0.0.0', 8, 'ipv4'],
    ['172.16.0.0', 12, 'ipv4'],
    ['192.168.0.0', 16, 'ipv4'],
    ['::1', 128, 'ipv6'],
    ['fc00::', 7, 'ipv6']
]) {
    PRIVATE.addSubnet(net, prefix, family);
}
function isPrivate(hostname) {
    const address = hostname.replace(/^\[|\]$/g, '');
    const family = (0,external_node_net_.isIP)(address);
    return family === 0 ? hostname === 'localhost' : PRIVATE.check(address, family === 4 ? 'ipv4' : 'ipv6');
}
function isName(hostname) {
    return (0,external_node_net_.isIP)(hostname.replace(/^\[|\]$/g, '')) === 0;
}
const ON_MERGE_COMMITS = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
function currentRun(env) {
    const attempt = Number(env.GITHUB_RUN_ATTEMPT);
    const isOnMergeCommit = ON_MERGE_COMMITS.includes(env.GITHUB_EVENT_NAME ?? '');
    const head = isOnMergeCommit ? pullRequestHead(env) : undefined;
    const branch = env.GITHUB_HEAD_REF || (isOnMergeCommit ? head?.ref : env.GITHUB_REF_NAME);
    const sha = isOnMergeCommit ? head?.sha : env.GITHUB_SHA;
    return {
        attempt: Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1,
        headBranch: branch || null,
        headSha: sha || null
    };
}
function pullRequestHead({ GITHUB_EVENT_PATH: file }) {
    const event = (0,attempt/* attempt */.C)(() => JSON.parse((0,external_node_fs_.readFileSync)(file ?? '', 'utf8')));
    const { ref, sha } = event?.pull_request?.head ?? {};
    return { ...(typeof ref === 'string' && { ref }), ...(typeof sha === 'string' && { sha }) };
}

;// CONCATENATED MODULE: ./lib/github/artifact-service/service-artifacts.js







const FRESH = 5000;
class ServiceArtifacts {
    #client;
    #run;
    #entries = new Map();
    #newest = new Map();
    #lostDeletions = new Map();
    constructor(client, run) {
        this.#client = client;
        this.#run = run;
    }
    get requests() {
        return this.#client.requests;
    }
    async list(name) {
        const listedAt = this.#client.now();
        const all = await this.#list(name === undefined ? {} : { name_filter: name });
        const entries = all.filter(entry => name === undefined || entry.name === name);
        for (const entry of this.#entries.values()) {
            if (name === undefined || entry.name === name)
                this.#entries.delete(entryKey(entry));
        }
        for (const entry of entries) {
            this.#entries.set(entryKey(entry), { ...entry, listedAt });
            this.#newest.set(service_artifacts_keyOf(entry), entry.id);
        }
        return entries.map(entry => service_artifacts_artifactOf(entry, this.#run));
    }
    reach(artifact) {
        const entry = this.#entries.get(entryKey(artifact));
        if (entry === undefined)
            return 'unknown';
        return this.#newest.get(service_artifacts_keyOf(entry)) === artifact.id ? 'by-name' : 'not-newest';
    }
    async freshReach(artifact) {
        const { listedAt = 0 } = this.#entries.get(entryKey(artifact)) ?? {};
        if (this.#client.now() - listedAt > FRESH)
            await this.list(artifact.name);
        return this.reach(artifact);
    }
    afterLostDeletion(artifact) {
        return this.#lostDeletions.get(entryKey(artifact));
    }
    async downloadUrl(artifact) {
        const doing = toDownloadArtifact(artifact);
        const url = await this.#client.call({
            method: 'GetSignedArtifactURL',
            fields: this.#named(artifact),
            doing,
            read: signedUrlOf,
            expected: 'a signed URL',
            repeatable: true
        });
        const { protocol } = new URL(this.#client.access.origin);
        if (url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:'))
            return url;
        const reason = (0,artifact_service/* insecureServiceUrl */.fG)(protocol, url.protocol);
        throw failedRequest('service-failed', doing, { subject: doing, reason, status: 200, retryable: false });
    }
    async delete(artifact) {
        const { id, name } = artifact;
        let deleted;
        try {
            deleted = await this.#client.call({
                method: 'DeleteArtifact',
                fields: this.#named(artifact),
                doing: toDeleteArtifact(artifact),
                read: deletedIdOf,
                expected: 'an artifact id',
                repeatable: false
            });
        }
        catch (error) {
            if (!(error instanceof request_error/* RequestError */.G))
                throw error;
            const isUncertain = mayBeDeleted(error);
            if (!isUncertain && error.status !== 404)
                throw error;
            if (isUncertain)
                this.#lostDeletions.set(entryKey(artifact), 'unknown');
            if (await this.#isListed(artifact, error)) {
                if (isUncertain)
                    this.#lostDeletions.set(entryKey(artifact), 'listed');
                throw error;
            }
            return isUncertain ? 'deleted' : 'gone';
        }
        if (deleted !== id) {
            throw new action_error/* ActionError */.lZ('service-failed', (0,artifact_service/* otherDeleted */.gu)(name, id, deleted), { hint: (0,artifact_service/* otherDeletedHint */._D)() });
        }
        return 'deleted';
    }
    async #isListed({ id, name }, failure) {
        try {
            const entries = await this.#list({ id_filter: String(id) });
            return entries.some(entry => entry.id === id && entry.name === name);
        }
        catch {
            throw failure;
        }
    }
    async #list(filter) {
        const { ids } = this.#client.access;
        return await this.#client.call({
            method: 'ListArtifacts',
            fields: { ...backendIdFields(ids), ...filter },
            doing: toListArtifacts(this.#run.repository, this.#run.id),
            read: entriesOf,
            expected: 'an artifact list',
            repeatable: true
        });
    }
    #named(artifact) {
        const entry = this.#entries.get(entryKey(artifact));
        if (entry === undefined)
            throw new TypeError(`artifact ${artifact.id} is in no list`);
        return { ...backendIdFields(entry.ids), name: entry.name };
    }
}
function mayBeDeleted({ mayBeDone, status = 0 }) {
    return mayBeDone || (status >= 200 && status < 300);
}
function backendIdFields({ run, job }) {
    return { workflow_run_backend_id: run, workflow_job_run_backend_id: job };
}
function service_artifacts_keyOf({ ids, name }) {
    return JSON.stringify([ids.run, ids.job, name]);
}
function service_artifacts_artifactOf({ id, name, size, createdAt, digest }, run) {
    const unknown = { node_id: null, url: null, archive_download_url: null };
    return {
        id,
        name,
        size_in_bytes: size,
        ...unknown,
        expired: false,
        created_at: createdAt,
        expires_at: null,
        updated_at: null,
        digest,
        workflow_run: {
            id: run.id,
            repository_id: null,
            head_repository_id: null,
            head_branch: run.headBranch,
            head_sha: run.headSha
        },
        ...(run.traits && { [github_artifact/* ARTIFACT_TRAITS */.jl]: run.traits })
    };
}

;// CONCATENATED MODULE: ./lib/github/artifact-service/service-client.js













const LAST_RETRY = 20_000;
const LONGEST_TRY = 9_000;
const PATH = '/twirp/github.actions.results.api.v1.ArtifactService/';
class ServiceClient {
    requests = 0;
    access;
    #options;
    #fetch;
    constructor(options) {
        this.access = options.access;
        this.#options = options;
        this.#fetch = this.#newConnections();
    }
    now() {
        return (this.#options.clock ?? time_clock/* systemClock */.ml).now();
    }
    #newConnections() {
        const { stallTimeout, signal } = this.#options;
        return apiFetch(Math.min(stallTimeout, LONGEST_TRY), signal, LONGEST_TRY);
    }
    async call(call) {
        let started;
        let failure;
        return await this.#options.queue.send(async (attempt) => {
            started ??= this.now();
            if (failure !== undefined && this.now() - started > LAST_RETRY)
                throw finalOf(failure);
            try {
                return await this.#try(call, { attempt, started });
            }
            catch (error) {
                failure = error;
                throw error;
            }
        });
    }
    async #try(call, tried) {
        const { status, headers, body } = await this.#post(call, tried);
        const value = status === 200 ? call.read(body) : undefined;
        if (value !== undefined)
            return value;
        const message = errorMessageOf(body);
        const reason = status === 200 ? (0,artifact_service/* unexpectedServiceResponse */.KP)(call.expected) : (0,artifact_service/* serviceStatus */.E6)(status, message);
        const isPermanent = status === 500 && body === undefined;
        throw this.#error(call, tried, {
            reason,
            status,
            serverMessage: message,
            transient: status !== 200 && (0,request_error/* isTransient */.d)(status) && !isPermanent,
            retryAfter: retryAfter(Object.fromEntries(headers), Date.now())
        });
    }
    async #post(call, tried) {
        this.requests++;
        const { method, fields, repeatable } = call;
        const { token, origin } = this.access;
        const asked = performance.now();
        const send = repeatable ? this.#fetch : this.#newConnections();
        try {
            const response = await send(`${origin}${PATH}${method}`, {
                method: 'POST',
                headers: {
                    'content-type': 'application/json',
                    authorization: `Bearer ${token}`,
                    'user-agent': 'artifact-action',
                    ...(!repeatable && { connection: 'close' })
                },
                body: JSON.stringify(fields)
            });
            this.#options.onAnswer?.((0,artifact_service/* serviceRequest */.RI)(method, response.status, performance.now() - asked));
            const text = await response.text();
            const body = (0,attempt/* attempt */.C)(() => JSON.parse(text));
            const headers = response.headers;
            return { status: response.status, headers, body };
        }
        catch (thrown) {
            const { code = '', detail } = brokenBy(thrown);
            this.#options.onAnswer?.((0,artifact_service/* serviceRequest */.RI)(method, undefined, performance.now() - asked));
            const certificate = certificateCode(thrown);
            const isNotSent = code === NO_TUNNEL || code === BAD_PROXY || TLS_FAILURE.test(code) || certificate !== undefined;
            throw this.#error(call, tried, {
                reason: (0,artifact_service/* noServiceResponse */.Kp)(detail),
                unsent: isNotSent || UNSENT.includes(code),
                transient: !isNotSent && code !== TOO_LARGE,
                hint: certificate && (0,network/* certificateHint */.VY)(certificate),
                cause: thrown
            });
        }
    }
    #error({ doing, repeatable }, { attempt, started }, failure) {
        const { transient, hint = this.#options.hint, ...details } = failure;
        const pause = details.retryAfter || this.#options.queue.longestPause(attempt);
        const isInTime = this.now() - started + pause < LAST_RETRY;
        const error = (retryable) => failedRequest('service-failed', doing, { ...details, hint, subject: doing, retryable });
        return error(transient && isInTime && (repeatable || !error(false).mayBeDone));
    }
}
function finalOf(failure) {
    return failure instanceof request_error/* RequestError */.G ? failure.asFinal() : failure;
}
const TLS_FAILURE = /^(ERR_(TLS|SSL)_|EPROTO$)/;
const BAD_PROXY = 'EBADPROXY';
function brokenBy(thrown) {
    if (thrown instanceof action_error/* ActionError */.lZ)
        return { code: BAD_PROXY, detail: (0,artifact_service/* proxyUnusable */.eA)() };
    if (thrown instanceof ConnectionError)
        return { code: thrown.code, detail: thrown.reason };
    const { code } = thrown;
    return { code, detail: code ?? (0,action_error/* messageOf */.bD)(thrown) };
}

;// CONCATENATED MODULE: ./lib/operations/choose-source.js









function chooseSource(inputs, context) {
    const { backend, operation, place, currentRunId: runId } = inputs;
    const { env, rest, queue, report, signal } = context;
    const dialect = context.dialect();
    const restOnly = { artifacts: rest, serviceRequests: () => 0 };
    const isOwnRun = place.kind === 'ids' || (place.kind === 'run' && place.how === 'current');
    if (!isOwnRun || !inputs.ownServer || runId === undefined)
        return restOnly;
    const isRestOnly = backend === 'rest' || inputs.includeExpired;
    const restKnowsRun = dialect.knowsCurrentRun && backend !== 'runtime';
    if (isRestOnly && (restKnowsRun || place.kind === 'ids'))
        return restOnly;
    const { access, isOffered, run, isAct, listsAll } = runtimeEnvironment(env);
    if (!isOffered && backend === 'auto') {
        if ('unusable' in access)
            report.debug((0,artifact_service/* fallingBack */.L_)(access.unusable));
        return restOnly;
    }
    const repository = (0,github_repository/* fullName */.fq)(inputs.repository);
    const hint = isAct ? (0,artifact_service/* startArtifactServer */.qZ)() : (0,artifact_service/* useRest */.Ue)();
    const usable = backend === 'rest' ? { unusable: (0,artifact_service/* restDoesNotKnowRun */.dy)() } : access;
    const service = 'unusable' in usable
        ? unusable(toListArtifacts(repository, runId), { reason: usable.unusable, hint })
        : new ServiceArtifacts(new ServiceClient({
            access: usable,
            queue,
            stallTimeout: inputs.stallTimeout,
            signal,
            hint,
            onAnswer: line => report.debug(line)
        }), { ...run, id: runId, repository, traits: dialect.serviceTraits });
    const omission = run.attempt > 1 ? (0,artifact_service/* mayMissEarlierAttempts */.MZ)(run.attempt) : undefined;
    const artifacts = new RunArtifacts({
        service,
        rest,
        runId,
        restKnowsRun,
        restKnowsIds: backend === 'auto',
        listsAll,
        idsAreHashes: isAct,
        omission,
        ifNoArtifactFound: inputs.ifNoArtifactFound,
        waits: inputs.waitTimeout > 0,
        signal,
        onPartial: () => {
            const known = context.dialect();
            if (known.omits === undefined) {
                report.info((0,artifact_service/* mayMissOtherProtocols */.dm)({ mayBeGitea: 'recognize' in known }));
            }
        },
        onSource: source => {
            report.info((0,artifact_service/* asking */.os)(source));
            if (source === 'service' && operation !== 'get' && omission !== undefined)
                report.info(omission);
        },
        debug: line => report.debug(line)
    });
    return { artifacts, serviceRequests: () => (service instanceof request_error/* RequestError */.G ? 0 : service.requests) };
}
function unusable(subject, details) {
    return failedRequest('service-failed', subject, { ...details, subject, unsent: true, retryable: false });
}

// EXTERNAL MODULE: ./lib/messages/operations.js
var operations = __webpack_require__(3648);
// EXTERNAL MODULE: ./lib/selection/group-tally.js
var group_tally = __webpack_require__(5982);
;// CONCATENATED MODULE: ./lib/selection/retention.js





async function retentionOf(inputs, candidates, services) {
    const { artifacts, unfinished, runIndex, book } = candidates;
    const rules = [];
    let groupOf = artifact => groupName(artifact, 'name');
    if (artifacts.length === 0)
        return { keep: anyOf(rules), groupOf };
    if (countsAll(inputs)) {
        const counted = artifacts.filter(artifact => inputs.includeExpired || !artifact.expired);
        const workflowOf = inputs.groupBy === 'workflow' ? await workflows(counted, { book, runIndex }, services) : undefined;
        rules.push(keepRules(inputs, workflowOf));
        groupOf = artifact => groupName(artifact, inputs.groupBy, workflowOf);
    }
    if (inputs.goneBranches)
        rules.push(liveBranches(await services.refs.names()));
    if (inputs.place.kind === 'repository')
        rules.push(await unfinished.keepRule());
    if (inputs.place.kind === 'search')
        rules.push(await foundRun(inputs, artifacts, runIndex));
    return { keep: anyOf(rules), groupOf };
}
async function foundRun({ currentRunId }, [artifact], runIndex) {
    const runId = artifact?.workflow_run?.id;
    if (runId === undefined || runId === currentRunId)
        return unfinishedRuns(new Set());
    const run = await runIndex.get(runId);
    return unfinishedRuns(new Set(run?.status === 'completed' ? [] : [runId]));
}
async function workflows(artifacts, { book, runIndex }, { runs, queue }) {
    if (book !== undefined) {
        await book.describe(artifacts);
        return ({ workflow_run: run }) => workflowOfRun(book.described(run?.id) ?? { id: 0 });
    }
    const wanted = new Set(artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined));
    const known = new Map();
    for (const id of wanted) {
        const run = await runIndex.known(id);
        if (run !== undefined)
            known.set(id, workflowOfRun(run));
    }
    const missing = () => [...wanted].filter(id => !known.has(id));
    for (let page = 1; missing().length > 1; page++) {
        const { items, total } = await runs.page({}, page);
        for (const run of items)
            known.set(run.id, workflowOfRun(run));
        const pagesLeft = Math.ceil(total / Math.max(1, Math.min(items.length, PER_PAGE))) - page;
        if (items.length === 0 || pagesLeft <= 0 || missing().length <= pagesLeft)
            break;
    }
    await forEachConcurrently(missing(), queue.concurrency, async (id) => {
        const run = await runs.get(id);
        known.set(id, run && workflowOfRun(run));
    });
    return ({ workflow_run: run }) => (run?.id === undefined ? undefined : known.get(run.id));
}
function workflowOfRun({ workflow_id: id, path }) {
    return id ?? (path ? workflowFile(path) : undefined);
}

;// CONCATENATED MODULE: ./lib/selection/forks.js



const MAX_RUNS = 5;
async function headRepository(runId, runIndex) {
    const run = runId === undefined ? undefined : await runIndex.get(runId).catch(() => undefined);
    return run?.head_repository?.full_name;
}
async function noteForeign({ place, operation, currentRunId }, selected, { runIndex, report }) {
    const isGiven = place.kind === 'ids' || (place.kind === 'run' && place.how !== 'current');
    if (operation === 'delete' || !isGiven)
        return;
    const byRun = new Map();
    for (const artifact of selected.filter(isKnownForeign)) {
        const runId = artifact.workflow_run?.id;
        const known = byRun.get(runId);
        if (known === undefined)
            byRun.set(runId, [artifact]);
        else
            known.push(artifact);
    }
    if (currentRunId !== undefined)
        byRun.delete(currentRunId);
    for (const [runId, artifacts] of [...byRun].slice(0, MAX_RUNS)) {
        const text = (0,selection/* foreignArtifacts */.mB)(artifacts, { repository: await headRepository(runId, runIndex), runId });
        if (place.kind === 'run' && place.how === 'triggering')
            report.warning(text);
        else
            report.notice(text);
    }
    if (byRun.size > MAX_RUNS)
        report.notice((0,selection/* moreForeignRuns */.av)(byRun.size - MAX_RUNS));
}
async function noteSkippedForks({ operation, place }, selected, { artifacts, criteria, order, nearMisses, runIndex, now }, report) {
    const [newest] = selected;
    if (operation === 'delete' || newest === undefined)
        return;
    const foreign = nearMisses.newestOfEach('foreign');
    if (foreign.length === 0)
        return;
    const skipped = place.kind === 'search'
        ? foreign.filter(artifact => order(artifact, newest) < 0)
        : select_select([...artifacts, ...foreign], criteria, now).selected.filter(isForeign);
    for (const artifact of skipped) {
        const matches = await runIndex.matchesIfKnown(artifact.workflow_run?.id ?? 0);
        if (matches === false)
            continue;
        const own = selected.find(({ name }) => name === artifact.name);
        if (matches && (own === undefined || order(artifact, own) < 0)) {
            report.notice((0,selection/* skippedForkArtifact */.x8)(artifact, { newerThan: own?.id }));
        }
        else
            report.info((0,selection/* skippedForkArtifact */.x8)(artifact));
        return;
    }
}

// EXTERNAL MODULE: ./lib/text/similar-names.js
var similar_names = __webpack_require__(4683);
;// CONCATENATED MODULE: ./lib/selection/typos.js



function isFolded(text, names) {
    const words = text.split(/[\s,]+/);
    return /\S,\s*\S/.test(text) || words.some(word => word !== text && names.includes(word));
}
async function findTypos({ place }, { runs }, others) {
    const query = (0,selection_inputs/* runsOf */.k)(place);
    if (query === undefined)
        return [];
    const { workflow, branch } = query;
    const typos = [];
    if (workflow !== undefined && !(await runs.hasWorkflow(workflow).catch(() => true))) {
        const isId = /^\d+$/.test(workflow);
        const similar = isId ? [] : (0,similar_names/* similarNames */.q)(workflowFile(workflow), await workflowFiles(runs));
        const lacks = runs.dialect.workflows === 'list-of-runs' ? 'runs' : 'workflow';
        typos.push({ kind: 'unknown-workflow', workflow, lacks, similar });
    }
    const { lines = [] } = branch ?? {};
    for (const line of lines) {
        if (!/^[^*?[{!]+$/.test(line) || (place.kind === 'repository' && lines.length > 1))
            continue;
        const similar = similarBranch(line, (await others().catch(() => undefined)) ?? []);
        if (similar !== undefined)
            typos.push({ kind: 'branch-typo', branch: line, similar });
    }
    return typos;
}
async function workflowFiles(runs) {
    const newest = await runs.page({}, 1).catch(() => undefined);
    return (newest?.items ?? []).map(({ path }) => workflowFile(path ?? '')).filter(Boolean);
}
function similarBranch(branch, others) {
    const branches = others.map(({ workflow_run: run }) => run?.head_branch).filter(name => name != null);
    return branches.includes(branch) ? undefined : (0,similar_names/* mostLikely */.M)(branch, branches);
}

;// CONCATENATED MODULE: ./lib/selection/not-found.js








const FIRST_PAGE = { from: 'newest', begin: () => () => true };
const not_found_CODES = ['artifact-foreign', 'artifact-expired', 'artifact-not-found'];
async function findNotFound(inputs, found, services) {
    const explainer = new NotFoundExplainer(inputs, found, services);
    const reasons = await explainer.reasons();
    if (reasons.length === 0)
        return undefined;
    const isPartial = found.found.selected.length > 0;
    const typos = isPartial ? [] : await findTypos(inputs, services, () => explainer.otherArtifacts());
    if (inputs.ifNoArtifactFound === 'ignore') {
        for (const typo of typos.splice(0))
            services.report.warning((0,selection/* notFound */.mX)(inputs, { reasons: [typo] }));
    }
    const codes = not_found_CODES.filter(code => reasons.some(reason => not_found_codeOf(reason) === code));
    const [code = 'artifact-not-found'] = codes;
    const isMissing = codes.includes('artifact-not-found');
    const { failedRun } = found;
    const notes = await explainer.notes(isMissing, failedRun === undefined && !reasons.some(isOfCommit));
    const missing = reasons.filter(reason => not_found_codeOf(reason) === 'artifact-not-found');
    const hints = [
        ...(isMissing ? [(0,selection/* whatToCheck */.sY)(inputs, missing, !services.runs.dialect.knowsCurrentRun)] : []),
        ...codes.map(adviceFor),
        ...(codes.includes('artifact-foreign') ? [(0,selection/* forkAdvice */.Xv)(inputs.operation)] : []),
        ...notes
    ];
    const isNamed = reasons.some(({ kind }) => kind === 'run-mismatch');
    const causes = failedRun === undefined || isNamed ? typos : [...typos, { kind: 'failed-run', run: failedRun }];
    const message = (0,selection/* notFound */.mX)(inputs, {
        reasons: [...causes, ...reasons],
        notes: inputs.ifNoArtifactFound === 'error' ? [] : notes
    });
    return new action_error/* ActionError */.lZ(code, message, { hint: hints.join('\n') });
}
function not_found_codeOf(reason) {
    if (reason.kind === 'expired')
        return 'artifact-expired';
    return reason.kind === 'foreign' && reason.own === undefined ? 'artifact-foreign' : 'artifact-not-found';
}
function isOfCommit({ kind }) {
    return kind === 'run-mismatch' || kind === 'age-or-size';
}
function adviceFor(code) {
    if (code === 'artifact-foreign')
        return (0,selection/* forkDanger */.G9)();
    return code === 'artifact-expired' ? (0,selection/* expiredAdvice */.w6)() : (0,selection/* notFoundAdvice */.yD)();
}
class NotFoundExplainer {
    #inputs;
    #candidates;
    #missing;
    #found;
    #services;
    #others;
    constructor(inputs, { candidates, missing, found }, services) {
        this.#inputs = inputs;
        this.#candidates = candidates;
        this.#missing = missing;
        this.#found = found;
        this.#services = services;
    }
    async reasons() {
        const { cause } = this.#candidates;
        if (cause !== undefined)
            return [cause];
        const { ids, names } = this.#missing;
        const reasons = ids.map(({ id, expired }) => expired
            ? { kind: 'expired', artifact: expired }
            : { kind: 'unknown-id', id, place: this.#services.artifacts.idsOf });
        for (const name of names)
            reasons.push(await this.#forName(name));
        const { selected, kept } = this.#found;
        const { minCount, place } = this.#inputs;
        const { nearMisses } = this.#candidates;
        if (selected.length > 0 && selected.length < minCount) {
            const forks = place.kind === 'repository' ? nearMisses.newestOfEach('foreign') : [];
            reasons.push({ kind: 'too-few', selected, minCount, kept, forks });
        }
        else if (reasons.length === 0 && selected.length === 0)
            reasons.push(await this.#forAll());
        return reasons;
    }
    async notes(isMissing, isCommitInDoubt) {
        const { place } = this.#inputs;
        const notes = [];
        const isRuns = place.kind === 'search' || place.kind === 'repository';
        const hasCommit = isRuns && place.runs.commit !== undefined && place.runs.mergeBase === undefined;
        const isPartial = this.#found.selected.length > 0;
        const { buildsTestMerges } = this.#services.runs.dialect;
        if (hasCommit && buildsTestMerges && isCommitInDoubt && isMissing && !isPartial) {
            notes.push((0,selection/* mergeCommitNote */.aT)());
        }
        if (isMissing && this.#candidates.cause === undefined)
            notes.push(...this.#services.artifacts.notes());
        if (place.kind === 'run' && place.how !== 'current' && !this.#services.runs.hasRuns) {
            notes.push((0,selection/* runMayNotExist */.bK)(place.runId));
        }
        if (place.kind === 'run' &&
            !this.#services.runs.dialect.listsUnfinished &&
            (await this.#isInProgress(place.runId))) {
            notes.push((0,selection/* unfinishedRunNote */.$1)());
        }
        return notes;
    }
    async #isInProgress(runId) {
        if (runId === this.#inputs.currentRunId)
            return true;
        const run = await this.#candidates.runIndex.get(runId).catch(() => undefined);
        return run !== undefined && run.status !== 'completed';
    }
    async #forName(name) {
        const { pattern } = this.#inputs;
        if (pattern !== undefined && !pattern(name))
            return { kind: 'outside-pattern', name };
        const nearMiss = await this.#nearMiss(name);
        if (nearMiss !== undefined)
            return nearMiss;
        const others = await this.#otherNames();
        const runId = this.#found.selected[0]?.workflow_run?.id;
        if (this.#inputs.place.kind === 'search' && runId !== undefined && others?.includes(name)) {
            return { kind: 'name-of-other-run', name, runId };
        }
        const ofOtherRun = await this.#ofOtherRun(name);
        if (ofOtherRun !== undefined)
            return ofOtherRun;
        return {
            kind: 'unknown-name',
            name,
            isList: isFolded(name, others ?? []),
            similar: others && (0,similar_names/* similarNames */.q)(name, others)
        };
    }
    async #forAll() {
        const { expired, kept } = this.#found;
        const [newest] = expired;
        if (newest !== undefined)
            return { kind: 'expired', artifact: newest, count: expired.length };
        const nearMiss = await this.#nearMiss(undefined);
        if (nearMiss !== undefined)
            return nearMiss;
        if (kept.length > 0)
            return { kind: 'excluded', kept };
        const ofOtherRun = await this.#ofOtherRun(undefined);
        if (ofOtherRun !== undefined)
            return ofOtherRun;
        const names = await this.#otherNames();
        if (names?.length === 0)
            return { kind: 'no-artifacts' };
        const { pattern, place } = this.#inputs;
        if (pattern === undefined || this.#candidates.artifacts.length > 0)
            return { kind: 'no-match' };
        const { lines = [] } = pattern;
        const isList = lines.some(line => isFolded(line.replace(/\{.*\}/, ''), []));
        const isRegExp = lines.some(line => /^\^|\$$|\|/.test(line));
        return {
            kind: 'pattern-mismatch',
            typo: isList ? 'list' : isRegExp ? 'regexp' : undefined,
            place: place.kind === 'run' ? 'run' : 'repository',
            names
        };
    }
    async #nearMiss(name) {
        const { nearMisses, runIndex } = this.#candidates;
        const foreign = nearMisses.newest('foreign', name);
        const ofRun = nearMisses.newest('run', name);
        if (foreign !== undefined && (await this.#runMatches(foreign))) {
            const repository = await headRepository(foreign.workflow_run?.id, runIndex);
            const own = ofRun && !isForeign(ofRun) ? { own: await this.#runMismatch(ofRun) } : {};
            return { kind: 'foreign', artifact: foreign, repository, ...own };
        }
        const matching = this.#found.expired.find(artifact => artifact.name === name);
        const expired = matching ?? nearMisses.newest('expired', name);
        if (expired !== undefined && (expired === matching || (await this.#runMatches(expired)))) {
            return { kind: 'expired', artifact: expired };
        }
        const unchecked = nearMisses.newest('unchecked', name);
        if (unchecked !== undefined && this.#inputs.ifNoArtifactFound !== 'ignore') {
            return (await this.#runMatches(unchecked))
                ? { kind: 'expired', artifact: unchecked }
                : { kind: 'run-mismatch', ...(await this.#runMismatch(unchecked)) };
        }
        const filtered = nearMisses.newest('filtered', name) ??
            this.#ofOtherAge(name) ??
            nearMisses.newest('foreign-filtered', name);
        if (filtered !== undefined) {
            return { kind: 'age-or-size', artifact: filtered, isForeign: isForeign(filtered) };
        }
        const mismatch = ofRun ?? foreign ?? expired;
        if (mismatch !== undefined)
            return { kind: 'run-mismatch', ...(await this.#runMismatch(mismatch)) };
        const artifact = nearMisses.newest('other-commit', name);
        return artifact && { kind: 'other-commit', artifact };
    }
    #ofOtherAge(name) {
        const { includeExpired } = this.#inputs;
        return this.#candidates.artifacts
            .filter(artifact => artifact.name === name && (includeExpired || !artifact.expired))
            .toSorted(github_artifact/* newestFirst */.ll)[0];
    }
    async #ofOtherRun(name) {
        const { book, criteria } = this.#candidates;
        if (book === undefined || this.#inputs.place.kind !== 'search')
            return undefined;
        const others = (await this.otherArtifacts()) ?? [];
        const [newest] = others
            .filter(artifact => (name === undefined ? matchesName(criteria)(artifact) : artifact.name === name))
            .toSorted(github_artifact/* newestFirst */.ll);
        if (newest === undefined)
            return undefined;
        await book.describe([newest]).catch(() => undefined);
        return matchesEmbedded(newest.workflow_run, criteria.runs, criteria.head)
            ? { kind: 'run-mismatch', ...(await this.#runMismatch(newest)) }
            : { kind: 'other-commit', artifact: newest };
    }
    async #runMatches({ workflow_run: run }) {
        return run?.id !== undefined && (await this.#candidates.runIndex.matches(run.id));
    }
    async #runMismatch(artifact) {
        const runId = artifact.workflow_run?.id;
        return {
            artifact,
            run: await this.#candidates.runIndex.get(runId ?? 0).catch(() => undefined),
            isCurrent: runId !== undefined && runId === this.#inputs.currentRunId,
            isForeign: isForeign(artifact)
        };
    }
    async #otherNames() {
        if (this.#inputs.place.kind === 'ids')
            return this.#candidates.artifacts.map(({ name }) => name);
        const others = await this.otherArtifacts();
        return others && [...new Set(others.map(({ name }) => name))];
    }
    async otherArtifacts() {
        const { place, ifNoArtifactFound } = this.#inputs;
        const { cause, runIndex } = this.#candidates;
        if (ifNoArtifactFound === 'ignore' || cause !== undefined)
            return undefined;
        const runId = place.kind === 'run' ? place.runId : (await runIndex.numbered())?.id;
        this.#others ??= this.#services.artifacts
            .list({ runId, stop: FIRST_PAGE })
            .then(({ items }) => items.filter(artifact => !artifact.expired));
        return await this.#others;
    }
}

;// CONCATENATED MODULE: ./lib/selection/skipped-newer.js



async function noteSkippedNewer(inputs, { candidates, found }, report) {
    await noteNewerRun(inputs, candidates, found, report);
    if (inputs.operation === 'delete' || !inputs.latest)
        return;
    noteDuplicates(inputs, candidates, found, report);
    await noteNewerExpired(candidates, found, report);
}
async function noteNewerRun(inputs, { order, nearMisses, runIndex }, { selected: [newest] }, report) {
    const artifact = nearMisses.newest('run');
    if (inputs.place.kind !== 'search' || newest === undefined)
        return;
    if (artifact === undefined || order(artifact, newest) > 0)
        return;
    const runId = artifact.workflow_run?.id;
    const run = await runIndex.known(runId ?? 0);
    const isCurrent = runId !== undefined && runId === inputs.currentRunId;
    report.info((0,selection/* skippedNewerRun */.Dn)({ artifact, run, isCurrent, isForeign: isForeign(artifact) }));
}
function noteDuplicates({ place }, { artifacts }, { selected }, report) {
    if (place.kind !== 'run' && place.kind !== 'search')
        return;
    const newestOf = new Map(selected.map(artifact => [artifact.name, artifact]));
    const older = new Map();
    for (const { name, id, expired, workflow_run: run } of artifacts) {
        const newest = newestOf.get(name);
        if (newest === undefined || id >= newest.id || expired || run?.id !== newest.workflow_run?.id)
            continue;
        older.set(newest, (older.get(newest) ?? 0) + 1);
    }
    if (older.size === 0)
        return;
    report.notice((0,selection/* duplicateNames */.wO)([...older].map(([artifact, count]) => ({ artifact, older: count }))));
}
async function noteNewerExpired({ order, nearMisses, runIndex }, { selected, expired }, report) {
    const pairs = [];
    for (const artifact of selected) {
        const { name, id } = artifact;
        if (pairs.length === formats/* MAX_NAMED */.vW)
            break;
        const matching = expired.find(other => other.name === name);
        const skipped = nearMisses.newest('expired', name);
        const runId = skipped !== undefined && order(skipped, artifact) < 0 ? skipped.workflow_run?.id : undefined;
        const isMatch = runId !== undefined && (await runIndex.matches(runId));
        const [newest] = [matching, isMatch ? skipped : undefined]
            .filter(other => other !== undefined)
            .filter(other => order(other, artifact) < 0)
            .toSorted(order);
        if (newest !== undefined)
            pairs.push({ artifact: newest, selected: id });
    }
    if (pairs.length > 0)
        report.notice((0,selection/* newerExpired */.xx)(pairs));
}

;// CONCATENATED MODULE: ./lib/selection/select-artifacts.js








async function selectArtifacts(given, services, keepRuleOf) {
    const { report } = services;
    const { candidates, failedRun } = await waitForCandidates(given, services);
    const inputs = { ...given, place: candidates.place };
    const { artifacts, complete, criteria, runIndex, now } = candidates;
    const keep = await keepRuleOf?.(candidates);
    const found = select_select(artifacts, { ...criteria, keep }, now);
    const { selected } = found;
    const kept = complete ? found.kept : found.kept.map(group => ({ ...group, isPartial: true }));
    const keptArtifacts = inputs.operation === 'delete' && complete ? notSelected(candidates, selected) : undefined;
    noteIds(inputs, artifacts, selected, report);
    const missing = missingOf(inputs, artifacts, now);
    const isAllKept = inputs.operation === 'delete' && selected.length === 0 && isComplete(missing) && kept.length > 0;
    const failure = isAllKept
        ? new action_error/* ActionError */.lZ('artifact-not-found', (0,selection/* nothingToDelete */.uG)(inputs, kept))
        : await findNotFound(inputs, { candidates, missing, found, failedRun }, services);
    if (failure !== undefined) {
        if (inputs.ifNoArtifactFound === 'error')
            return { selected, kept, keptArtifacts, failure };
        if (inputs.ifNoArtifactFound === 'warn')
            report.warning(failure.message);
        else
            report.info(failure.message);
    }
    await noteForeign(inputs, selected, { runIndex, report });
    await noteSkippedForks(inputs, selected, candidates, report);
    await noteSkippedNewer(inputs, { candidates, found }, report);
    await reportSelected(inputs, selected, candidates, report);
    return { selected, kept, keptArtifacts, failure: undefined };
}
function notSelected({ artifacts, criteria }, selected) {
    const ids = new Set(selected.map(({ id }) => id));
    return artifacts.filter(inBase(criteria)).filter(({ id, expired }) => !expired && !ids.has(id));
}
function noteIds({ place, latest }, artifacts, selected, report) {
    if (place.kind !== 'ids')
        return;
    const { runId: expected } = place;
    for (const artifact of artifacts) {
        const from = artifact.workflow_run?.id;
        if (expected !== undefined && from !== undefined && from !== expected) {
            report.notice((0,selection/* otherRun */.uV)(artifact, { from, expected }));
        }
        const newer = selected.find(({ name, id }) => name === artifact.name && id > artifact.id);
        if (latest && newer && !selected.includes(artifact)) {
            report.warning((0,selection/* skippedOlder */.xX)(artifact, newer.id));
        }
    }
}
async function reportSelected(inputs, selected, { excluded, runIndex, book }, report) {
    const { place, operation } = inputs;
    const showsEnd = place.kind === 'search' && place.runs.conclusion === 'any';
    const run = showsEnd ? await runIndex.known(selected[0]?.workflow_run?.id ?? 0) : undefined;
    const ended = run?.conclusion ?? run?.status ?? undefined;
    const number = book?.described(selected[0]?.workflow_run?.id)?.run_number ?? undefined;
    report.info((0,selection/* selectedLine */.KD)(inputs, { selected, ended, number, excluded }));
    const isAllRead = (place.kind === 'run' || place.kind === 'repository') && excluded.isWhole;
    if (!isAllRead || selected.length === 0)
        return;
    for (const input of ['pattern', 'branch']) {
        const lines = excluded.idle(input);
        if (lines.length === 0)
            continue;
        const text = (0,selection/* idleExclusions */.Um)(input, lines);
        if (operation === 'delete')
            report.notice(text);
        else
            report.info(text);
    }
}

;// CONCATENATED MODULE: ./lib/operations/failure.js



const MAX_HINTS = 3;
const COMMON_CODES = [...action_error/* TOKEN_CODES */.Jx, 'api-rate-limited'];
function failureKey(error) {
    if (!(error instanceof request_error/* RequestError */.G))
        return error;
    return JSON.stringify([error.code, error.status, error.subject, error.reason]);
}
function failure_failureOf(operation, total, failed) {
    const failures = new Map();
    for (const { artifact, error } of failed) {
        const known = failures.get(failureKey(error));
        if (known === undefined)
            failures.set(failureKey(error), { error, artifacts: [artifact] });
        else
            known.artifacts.push(artifact);
    }
    const [first, ...more] = [...failures.values()].map(({ error }) => error);
    if (first === undefined)
        return undefined;
    if (total === 1 || (more.length === 0 && failed.length === total))
        return first;
    const isCommon = COMMON_CODES.includes(first.code) && more.every(({ code }) => code === first.code);
    const list = [...failures.values()].map(({ error, artifacts }) => ({ text: failure_textOf(error), artifacts }));
    return new action_error/* ActionError */.lZ(isCommon ? first.code : 'artifacts-failed', (0,operations/* artifactsFailed */.Hv)(operation, { failed: failed.length, total, failures: list }), { hint: hintsOf([first, ...more]), cause: first });
}
function bothOf(first, second) {
    if (first === undefined || second === undefined)
        return first ?? second;
    const hint = hintsOf([first, second]);
    return new action_error/* ActionError */.lZ(first.code, (0,operations/* allFailures */.ZJ)([failure_textOf(first), failure_textOf(second)]), { hint, cause: first });
}
function failure_textOf(error) {
    return error.message;
}
function hintsOf(errors) {
    const hints = new Set(errors.map(({ hint }) => hint).filter(Boolean));
    return [...hints].slice(0, MAX_HINTS).join('\n');
}

;// CONCATENATED MODULE: ./lib/operations/log-group.js

const log_group_LONG = 20;
async function withLogGroup(report, { total, lines = total }, action) {
    if (lines <= log_group_LONG)
        return await action();
    report.group((0,plural/* plural */.L)(total, 'artifact'));
    try {
        return await action();
    }
    finally {
        report.endGroup();
    }
}

// EXTERNAL MODULE: ./lib/operations/result.js
var result = __webpack_require__(6317);
;// CONCATENATED MODULE: ./lib/operations/delete.js












async function deleteArtifacts(inputs, services) {
    try {
        return await planAndDelete(inputs, services);
    }
    catch (error) {
        const failure = (0,action_error/* asActionError */.z6)(error);
        return { operation: inputs.operation, selected: [], deletions: noDeletions([]), failure };
    }
}
async function planAndDelete(inputs, services) {
    const { operation, dryRun, maxDeletes } = inputs;
    const { report } = services;
    let retention;
    const { selected, kept, keptArtifacts, failure } = await selectArtifacts(inputs, services, async (candidates) => {
        retention = await retentionOf(inputs, candidates, services);
        return retention.keep;
    });
    for (const group of kept)
        report.info((0,selection/* keptLine */.bS)(group));
    const refusal = failure ?? delete_refusalOf(selected, maxDeletes);
    if (!failure && (dryRun || refusal))
        await reportPlan(selected, services);
    const nothing = { ...noDeletions(selected), dryRun, kept };
    if (refusal)
        return { operation, selected, deletions: nothing, failure: refusal };
    const deletions = dryRun
        ? { ...nothing, deleted: selected, remaining: [] }
        : { ...(await deleteAll(selected, services)), kept };
    if (retention && keptArtifacts)
        deletions.groups = delete_groupsOf(deletions, keptArtifacts, retention);
    const { tokensGetAccessFrom: accessFrom } = services.runs.dialect;
    report.info((0,operations/* deletedAll */.xk)(deletions, { total: selected.length, accessFrom }));
    if ((0,result/* isQuotaLate */.x)(inputs, deletions))
        report.info((0,operations/* quotaIsLate */.L2)());
    const failed = deletionFailure(deletions, selected.length);
    return { operation, selected, deletions, ...(failed && { failure: failed }) };
}
function delete_refusalOf(plan, limit) {
    if (limit === undefined || plan.length <= limit)
        return undefined;
    const facts = { count: plan.length, size: (0,github_artifact/* totalSize */.UT)(plan), limit };
    return new action_error/* ActionError */.lZ('plan-too-large', (0,operations/* planTooLarge */.lV)(facts), { hint: (0,operations/* planTooLargeAdvice */.Vp)() });
}
async function reportPlan(plan, { report }) {
    const label = (0,operations/* labelsOf */.PC)(plan);
    await withLogGroup(report, { total: plan.length }, () => {
        for (const artifact of oldestFirst(plan))
            report.info((0,operations/* wouldDelete */.zD)(artifact, label(artifact)));
    });
}
async function deleteAll(artifacts, services) {
    const { report, signal, queue } = services;
    const result = noDeletions([]);
    const label = (0,operations/* labelsOf */.PC)(artifacts);
    let isOver = false;
    let restIsOver = false;
    const deleteOne = async (artifact) => {
        if (isOver || (restIsOver && services.artifacts.usesRest(artifact))) {
            result.remaining.push(artifact);
            return;
        }
        try {
            const outcome = await services.artifacts.delete(artifact);
            result[outcome].push(artifact);
            report.info((0,operations/* deletedLine */.eM)(artifact, label(artifact), outcome));
        }
        catch (thrown) {
            const error = (0,action_error/* asActionError */.z6)(signal.aborted && !(thrown instanceof request_error/* RequestError */.G) ? signal.reason : thrown);
            isOver ||= error.code === 'interrupted';
            restIsOver ||= meetsAll(error);
            if (error.code === 'api-rate-limited' || error.code === 'interrupted') {
                if (result.stopped === undefined)
                    report.info((0,operations/* stoppedLine */.Q7)(error.message));
                result.stopped ??= error;
                result.remaining.push(artifact);
            }
            else {
                result.failed.push({ artifact, error });
                report.info((0,operations/* failedLine */.E2)(error.message));
            }
        }
    };
    const [oldest, ...others] = oldestFirst(artifacts);
    await withLogGroup(report, { total: artifacts.length }, async () => {
        if (oldest)
            await deleteOne(oldest);
        await forEachConcurrently(others, queue.concurrency, deleteOne);
    });
    return result;
}
function meetsAll(error) {
    return (error instanceof request_error/* RequestError */.G && (action_error/* TOKEN_CODES */.Jx.includes(error.code) || error.code === 'api-rate-limited'));
}
function delete_groupsOf({ deleted, gone, failed, remaining }, keptArtifacts, { groupOf }) {
    const kept = [...keptArtifacts, ...remaining, ...failed.map(({ artifact }) => artifact)];
    return (0,group_tally/* tallyGroups */.p)({ kept, deleted: [...deleted, ...gone] }, groupOf);
}
function deletionFailure({ failed, remaining, stopped }, total) {
    const failure = failure_failureOf('delete', total, failed);
    if (stopped === undefined)
        return failure;
    const texts = [stopped, failure].filter(error => error !== undefined).map(failure_textOf);
    return new action_error/* ActionError */.lZ(stopped.code, (0,operations/* deletionStopped */.EP)({ remaining: remaining.length, total }, texts), {
        hint: (0,operations/* deletionStoppedAdvice */.uw)(stopped.hint),
        cause: stopped
    });
}
function noDeletions(plan) {
    return { dryRun: false, deleted: [], gone: [], failed: [], remaining: [...plan] };
}
function oldestFirst(artifacts) {
    return artifacts.toSorted((a, b) => (0,github_artifact/* newestFirst */.ll)(b, a));
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/errors/archive-error.js
var archive_error = __webpack_require__(3030);
// EXTERNAL MODULE: ./lib/messages/archive.js
var archive = __webpack_require__(8890);
// EXTERNAL MODULE: ./lib/archive/unpack.js
var unpack = __webpack_require__(5654);
;// CONCATENATED MODULE: ./lib/archive/archive-run.js




const JOBS_PER_THREAD = 2;
class ArchiveRun {
    finished;
    wanted;
    threads = [];
    share = 0;
    #options;
    #jobs;
    #onSpare;
    #written = { files: 0, bytes: 0 };
    #cleanUp = [];
    #next;
    #resolve = () => { };
    #reject = () => { };
    constructor(jobs, options, { hangTimeout, onSpare }) {
        this.wanted = options.count;
        this.#options = options;
        this.#jobs = jobs[Symbol.iterator]();
        this.#onSpare = onSpare;
        this.#next = this.#jobs.next();
        this.finished = new Promise((resolve, reject) => {
            this.#resolve = resolve;
            this.#reject = reject;
        }).finally(() => {
            for (const end of this.#cleanUp)
                end();
        });
        this.#listen(hangTimeout);
        this.#advance();
    }
    add(thread) {
        this.threads.push(thread);
        thread.onEnd = failure => this.fail(failure);
        thread.onMessage = message => {
            if (message.kind === 'refused' || message.kind === 'failed')
                return this.#reject(errorOf(message));
            if (message.kind === 'done') {
                this.#written.files += message.files;
                this.#written.bytes += message.bytes;
            }
            this.#advance();
        };
        thread.begin(this.#options.context);
        this.#advance();
    }
    fail(failure) {
        this.#reject(new action_error/* ActionError */.lZ('internal', (0,archive/* workerFailed */._Z)(failure), { hint: (0,archive/* workerFailedAdvice */.sO)() }));
    }
    takeSpare() {
        const spare = this.#spare;
        this.threads = this.threads.filter(thread => !spare.includes(thread));
        return spare;
    }
    get #spare() {
        const count = Math.max(0, this.threads.length - this.share);
        return this.threads.filter(({ jobs }) => jobs === 0).slice(0, count);
    }
    #listen(hangTimeout) {
        const { signal, stream } = this.#options;
        const onAbort = () => this.#reject(signal?.reason);
        signal?.addEventListener('abort', onAbort);
        const isSilent = () => this.threads.some(({ silence }) => silence > hangTimeout);
        const rejectIfSilent = () => {
            if (isSilent())
                this.fail({ silentSeconds: hangTimeout / 1000 });
        };
        const check = () => isSilent() && setImmediate(rejectIfSilent);
        const timer = setInterval(check, Math.min(1000, hangTimeout));
        const unsubscribe = stream?.ring.onChange(() => this.#feed());
        this.#cleanUp.push(() => signal?.removeEventListener('abort', onAbort), () => clearInterval(timer), () => unsubscribe?.());
    }
    #advance() {
        this.#feed();
        const rest = this.#next.done ? Number.MAX_SAFE_INTEGER : (0,unpack/* jobStart */.A5)(this.#next.value);
        this.#options.stream?.consumer.release(Math.min(rest, ...this.threads.map(({ readFrom }) => readFrom)));
    }
    #feed() {
        const received = this.#options.stream?.ring.received ?? Number.POSITIVE_INFINITY;
        if (this.#spare.length > 0)
            this.#onSpare();
        for (const thread of this.threads.slice(0, this.share)) {
            while (!this.#next.done && thread.jobs < JOBS_PER_THREAD && (0,unpack/* jobNeeds */.P7)(this.#next.value) <= received) {
                thread.do(this.#next.value);
                this.#next = this.#jobs.next();
            }
        }
        if (this.#next.done && this.threads.every(({ jobs }) => jobs === 0))
            this.#resolve(this.#written);
    }
}
function errorOf(message) {
    if (message.kind === 'refused')
        return new archive_error/* ArchiveError */.d(message.refusal, message.reason, { entry: message.entry });
    return Object.assign(new Error(message.message), message.code !== undefined && { code: message.code });
}

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
// EXTERNAL MODULE: ./lib/archive/terminate-guard.js
var terminate_guard = __webpack_require__(6389);
;// CONCATENATED MODULE: ./lib/archive/worker-thread.js




const YOUNG_SPACE_MB = 4;
class WorkerThread {
    onMessage = () => { };
    onEnd = () => { };
    #worker;
    #guard = (0,terminate_guard/* createGuard */.ow)();
    #starts = [];
    #lastMessageAt = performance.now();
    constructor(url, onEnd) {
        this.#worker = new external_node_worker_threads_.Worker(url, {
            workerData: this.#guard,
            env: process.env,
            resourceLimits: { maxYoungGenerationSizeMb: YOUNG_SPACE_MB }
        });
        const ended = (failure) => {
            (0,terminate_guard/* forgetGuard */.lK)(this.#guard);
            onEnd();
            this.onEnd(failure);
        };
        this.#worker.on('error', error => ended({ reason: (0,action_error/* messageOf */.bD)(error) }));
        this.#worker.on('exit', code => ended({ exitCode: code }));
        this.#worker.on('message', (message) => {
            this.#lastMessageAt = performance.now();
            if (message.kind === 'done')
                this.#starts.shift();
            else if (message.kind === 'progress' && message.readTo !== undefined && this.#starts.length > 0)
                this.#starts[0] = message.readTo;
            this.onMessage(message);
        });
    }
    get jobs() {
        return this.#starts.length;
    }
    get readFrom() {
        return this.#starts[0] ?? Number.MAX_SAFE_INTEGER;
    }
    get silence() {
        return this.jobs === 0 ? 0 : performance.now() - this.#lastMessageAt;
    }
    begin(context) {
        this.#worker.postMessage({ kind: 'begin', context });
    }
    do(job) {
        if (this.jobs === 0)
            this.#lastMessageAt = performance.now();
        this.#starts.push((0,unpack/* jobStart */.A5)(job));
        this.#worker.postMessage(job);
    }
    async terminate() {
        (0,terminate_guard/* closeGuard */._s)(this.#guard);
        await this.#worker.terminate();
    }
}

;// CONCATENATED MODULE: ./lib/archive/worker-pool.js




const MAX_THREADS = 4;
const HANG_TIMEOUT = 120_000;
class WorkerPool {
    #workerUrl;
    #hangTimeout;
    #archives;
    #threads = new Set();
    #idle = [];
    #runs = new Set();
    constructor({ workerUrl, archives = 1, hangTimeout = HANG_TIMEOUT }) {
        this.#workerUrl = workerUrl;
        this.#hangTimeout = hangTimeout;
        this.#archives = archives;
    }
    async run(jobs, options) {
        options.signal?.throwIfAborted();
        const run = new ArchiveRun(jobs, options, {
            hangTimeout: this.#hangTimeout,
            onSpare: () => this.#assign()
        });
        this.#runs.add(run);
        this.#assign();
        try {
            const written = await run.finished.finally(() => this.#runs.delete(run));
            this.#idle.push(...run.threads);
            return written;
        }
        catch (error) {
            await this.#terminate(run.threads);
            throw error;
        }
        finally {
            this.#assign();
        }
    }
    prepare(entries) {
        for (let missing = Math.min(entries, maxThreads()) - this.#threads.size; missing > 0; missing--) {
            const thread = this.#start();
            if (thread === undefined)
                break;
            this.#idle.push(thread);
        }
        this.#assign();
    }
    async close() {
        const threads = [...this.#threads];
        this.#threads.clear();
        await this.#terminate(threads);
    }
    #assign() {
        const runs = [...this.#runs];
        for (const run of runs)
            run.share = 0;
        const shared = Math.max(maxThreads(), Math.min(runs.length, this.#archives));
        for (let left = shared, wanting = runs; left > 0 && wanting.length > 0; left -= wanting.length) {
            wanting = wanting.filter(run => run.share < run.wanted);
            for (const run of wanting.slice(0, left))
                run.share++;
        }
        for (const run of runs)
            this.#idle.push(...run.takeSpare());
        this.#idle = this.#idle.filter(thread => this.#threads.has(thread));
        for (const run of runs) {
            while (run.threads.length < run.share) {
                const thread = this.#idle.pop() ?? (this.#threads.size < shared ? this.#start() : undefined);
                if (thread === undefined)
                    return;
                run.add(thread);
            }
        }
    }
    #start() {
        try {
            const thread = new WorkerThread(this.#workerUrl, () => this.#threads.delete(thread));
            this.#threads.add(thread);
            return thread;
        }
        catch (error) {
            if (this.#threads.size === 0)
                for (const run of this.#runs)
                    run.fail({ reason: (0,action_error/* messageOf */.bD)(error) });
            return undefined;
        }
    }
    async #terminate(threads) {
        await Promise.all(threads.map(thread => thread.terminate()));
    }
}
function maxThreads() {
    return Math.min(MAX_THREADS, (0,external_node_os_.availableParallelism)());
}

// EXTERNAL MODULE: ./lib/messages/download.js
var download = __webpack_require__(7814);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./lib/storage/archive-cache.js




const TOOL = 'artifact';
const ARCHIVE = 'archive';
const FACTS = 'facts.json';
class ArchiveCache {
    #scope;
    #stores = new Map();
    constructor(scope) {
        this.#scope = scope;
    }
    static isAvailable() {
        return Boolean(process.env.RUNNER_TOOL_CACHE);
    }
    async find(artifact) {
        const version = this.#versionOf(artifact);
        if (version === undefined)
            return undefined;
        const { find } = await Promise.all(/* import() */[__webpack_require__.e(58), __webpack_require__.e(805)]).then(__webpack_require__.bind(__webpack_require__, 9805));
        const folder = find(TOOL, version);
        if (folder === '')
            return undefined;
        try {
            const facts = JSON.parse(await (0,external_node_fs_promises_.readFile)(external_node_path_.join(folder, FACTS), 'utf8'));
            return { ...facts, file: external_node_path_.join(folder, ARCHIVE) };
        }
        catch {
            return undefined;
        }
    }
    async store(artifact, archive) {
        const version = this.#versionOf(artifact);
        if (version === undefined)
            return;
        const stored = this.#stores.get(version) ?? this.#store(version, archive);
        this.#stores.set(version, stored);
        await stored;
    }
    async #store(version, { file, facts, work }) {
        const { cacheDir } = await Promise.all(/* import() */[__webpack_require__.e(58), __webpack_require__.e(805)]).then(__webpack_require__.bind(__webpack_require__, 9805));
        const folder = external_node_path_.join(work, 'to-cache');
        await (0,external_node_fs_promises_.mkdir)(folder);
        try {
            const copy = external_node_path_.join(folder, ARCHIVE);
            await (0,external_node_fs_promises_.link)(file, copy).catch(() => (0,external_node_fs_promises_.copyFile)(file, copy));
            await (0,external_node_fs_promises_.writeFile)(external_node_path_.join(folder, FACTS), JSON.stringify(facts));
            await cacheDir(folder, TOOL, version);
        }
        finally {
            await (0,external_node_fs_promises_.rm)(folder, { recursive: true, force: true });
        }
    }
    #versionOf({ id, name, size_in_bytes: size, updated_at: updated, digest }) {
        const [, sha256] = /^sha256:([0-9a-f]{64})$/i.exec(digest ?? '') ?? [];
        if (sha256 !== undefined)
            return `0.0.0-sha256-${sha256.toLowerCase()}-${hashOf(name).slice(0, 16)}`;
        return updated ? `0.0.0-id-${hashOf(JSON.stringify([this.#scope, id, size, updated]))}` : undefined;
    }
}
function hashOf(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}
async function readThrough(file, sink) {
    for await (const chunk of (0,external_node_fs_.createReadStream)(file, { highWaterMark: 1 << 20 }))
        await sink(chunk);
}

// EXTERNAL MODULE: ./lib/memory/node-internals.js
var node_internals = __webpack_require__(1308);
;// CONCATENATED MODULE: ./lib/http/response-head.js
const END = '\r\n\r\n';
const STATUS_LINE = /^HTTP\/1\.([01]) ([2-5]\d\d)(?: |$)/;
const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:.*[^ \t])?)[ \t]*$/s;
const FORBIDDEN = /[\u0000-\u0008\u000a-\u001f\u007f]/;
function bodyStartIn(bytes) {
    const end = bytes.indexOf(END);
    return end === -1 ? undefined : end + END.length;
}
function readHead(bytes) {
    const [statusLine = '', ...fieldLines] = bytes.toString('latin1').slice(0, -END.length).split('\r\n');
    const [, minor, status] = STATUS_LINE.exec(statusLine) ?? [];
    if (minor === undefined || status === undefined)
        return undefined;
    const headers = Object.create(null);
    for (const line of fieldLines) {
        const [, name = '', value = ''] = FIELD_LINE.exec(line) ?? [];
        const key = name.toLowerCase();
        if (key === '' || FORBIDDEN.test(value) || key in headers)
            return undefined;
        headers[key] = value;
    }
    const { 'content-length': length = '', connection = '' } = headers;
    const isPlain = /^\d{1,15}$/.test(length) && !('transfer-encoding' in headers);
    if (!isPlain || status === '204' || status === '304')
        return undefined;
    const option = connection.toLowerCase();
    const keepsAlive = minor === '1' ? !option.includes('close') : option.includes('keep-alive');
    return { status: Number(status), headers, length: Number(length), keepsAlive };
}

;// CONCATENATED MODULE: ./lib/http/direct-connection.js





const MAX_HEAD = 16 << 10;
const MAX_READ = 256 << 10;
class DirectConnection {
    #socket;
    #head = Buffer.allocUnsafeSlow(MAX_HEAD);
    #headLength = 0;
    #reception;
    #isClosed = false;
    hasAnswered = false;
    #onIdle;
    #onClose;
    constructor({ protocol, hostname, port, origin }, { sessions, onIdle, onClose }) {
        this.#onIdle = onIdle;
        this.#onClose = onClose;
        const session = sessions.get(origin);
        const isSecure = protocol === 'https:';
        const host = hostname.replace(/^\[|\]$/g, '');
        const options = {
            host,
            port: Number(port) || (isSecure ? 443 : 80),
            onread: {
                buffer: () => this.#nextBuffer(),
                callback: (count, buffer) => this.#received(count, buffer)
            }
        };
        this.#socket = isSecure
            ? external_node_tls_.connect({
                ...options,
                ALPNProtocols: ['http/1.1'],
                ...(external_node_net_.isIP(host) === 0 && { servername: host }),
                ...(session && { session })
            })
            : external_node_net_.connect(options);
        this.#socket.setNoDelay(true);
        this.#socket.on('session', (made) => sessions.set(origin, made));
        this.#socket.on('error', error => {
            sessions.delete(origin);
            this.#fail(error);
        });
        this.#socket.on('end', () => this.#fail(endedEarly()));
        this.#socket.on('close', () => this.#fail(endedEarly()));
        this.#socket.resume();
    }
    async exchange({ url, headers, range, bufferAt, signal }) {
        const onAbort = () => this.#fail(signal.reason);
        signal.addEventListener('abort', onAbort);
        this.hasAnswered = false;
        const head = await new Promise((resolve, reject) => {
            this.#reception = {
                range,
                bufferAt,
                onHead: resolve,
                onFailure: reject,
                position: range.start,
                left: 0,
                early: []
            };
            if (this.#isClosed)
                return this.#fail(endedEarly());
            if (signal.aborted)
                return onAbort();
            const fields = Object.entries({ host: url.host, ...headers, connection: 'keep-alive' });
            const lines = fields.map(([field, value]) => `${field}: ${value}\r\n`).join('');
            this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${lines}\r\n`, 'latin1');
        }).finally(() => signal.removeEventListener('abort', onAbort));
        if (head === undefined)
            return undefined;
        return {
            status: head.status,
            headers: head.headers,
            isPaused: () => false,
            read: async (onChunk) => {
                signal.addEventListener('abort', onAbort);
                if (signal.aborted)
                    onAbort();
                try {
                    await this.#read(onChunk);
                }
                finally {
                    signal.removeEventListener('abort', onAbort);
                }
            },
            discard: () => this.destroy()
        };
    }
    destroy() {
        this.#fail(endedEarly());
    }
    async #read(onChunk) {
        const reception = this.#reception;
        if (reception?.head === undefined)
            throw new BrokenBody(endedEarly());
        await new Promise((resolve, reject) => {
            reception.onFailure = cause => reject(new BrokenBody(cause));
            reception.onEnd = resolve;
            reception.onChunk = chunk => {
                try {
                    void onChunk(chunk);
                }
                catch (error) {
                    reject(error);
                    this.destroy();
                }
            };
            for (const chunk of reception.early) {
                reception.onChunk(chunk);
                if (this.#isClosed)
                    return;
            }
            this.#socket.resume();
            this.#endIfComplete(reception);
        });
    }
    #nextBuffer() {
        if (this.#isClosed)
            return this.#head;
        const reception = this.#reception;
        if (reception?.head === undefined)
            return this.#head.subarray(this.#headLength);
        const { position, left, range, bufferAt, onChunk } = reception;
        const expected = Math.min(left, range.end - position);
        if (expected <= 0)
            return this.#head;
        const buffer = onChunk === undefined ? this.#head : bufferAt(position);
        return buffer.subarray(0, Math.min(buffer.length, expected, MAX_READ));
    }
    #received(count, buffer) {
        const reception = this.#reception;
        if (this.#isClosed)
            return false;
        if (reception === undefined) {
            this.destroy();
            return false;
        }
        this.hasAnswered = true;
        if (reception.head !== undefined) {
            this.#receivedBody(reception, Buffer.from(buffer.buffer, buffer.byteOffset, count));
            return true;
        }
        this.#headLength += count;
        const bytes = this.#head.subarray(0, this.#headLength);
        const start = bodyStartIn(bytes);
        if (start === undefined && bytes.length < MAX_HEAD)
            return true;
        const head = start === undefined ? undefined : readHead(bytes.subarray(0, start));
        if (start === undefined || head === undefined) {
            this.#fail(undefined);
            return false;
        }
        reception.head = head;
        reception.left = head.length;
        this.#headLength = 0;
        if (start < bytes.length)
            this.#receivedBody(reception, bytes.subarray(start));
        reception.onHead(head);
        return false;
    }
    #receivedBody(reception, chunk) {
        if (chunk.length > reception.left) {
            this.#fail(new ConnectionError('extra-bytes', (0,network/* bytesAfterResponse */.rt)()));
            return;
        }
        reception.position += chunk.length;
        reception.left -= chunk.length;
        if (reception.onChunk === undefined)
            reception.early.push(Buffer.from(chunk));
        else
            reception.onChunk(chunk);
        this.#endIfComplete(reception);
    }
    #endIfComplete(reception) {
        const { left, onEnd, head } = reception;
        if (left > 0 || onEnd === undefined || this.#reception !== reception)
            return;
        this.#reception = undefined;
        onEnd();
        if (head?.keepsAlive)
            this.#onIdle();
        else
            this.destroy();
    }
    #fail(cause) {
        const reception = this.#reception;
        if (!this.#isClosed) {
            this.#isClosed = true;
            this.#socket.destroy();
            this.#onClose();
        }
        this.#reception = undefined;
        if (reception === undefined)
            return;
        if (cause === undefined)
            reception.onHead(undefined);
        else
            reception.onFailure(cause);
    }
}
function endedEarly() {
    return new ConnectionError('ended-early', (0,network/* connectionEndedEarly */.KH)());
}

;// CONCATENATED MODULE: ./lib/http/direct-connections.js



class DirectConnections {
    #idle = new Map();
    #open = new Set();
    #sessions = new Map();
    #unsupported = new Set();
    #isClosed = false;
    supports({ href, origin }) {
        return (0,http_proxy.proxyFor)(href) === '' && !this.#unsupported.has(origin);
    }
    prepare(url) {
        if (this.#isClosed || !this.supports(url) || this.#idleAt(url).length > 0)
            return;
        this.#idleAt(url).push(this.#connect(url));
    }
    async exchange(request) {
        const { url, headers, signal } = request;
        for (const [field, value] of Object.entries(headers))
            (0,external_node_http_.validateHeaderValue)(field, value);
        const kept = this.#idleAt(url).pop();
        const connection = kept ?? this.#connect(url);
        const exchange = await connection.exchange(request).catch(async (error) => {
            if (connection !== kept || connection.hasAnswered || signal.aborted)
                throw error;
            return await this.#connect(url).exchange(request);
        });
        if (exchange === undefined)
            this.#unsupported.add(url.origin);
        return exchange;
    }
    close() {
        this.#isClosed = true;
        for (const connection of this.#open)
            connection.destroy();
    }
    #connect(url) {
        const idle = this.#idleAt(url);
        const connection = new DirectConnection(url, {
            sessions: this.#sessions,
            onIdle: () => idle.push(connection),
            onClose: () => {
                this.#open.delete(connection);
                if (idle.includes(connection))
                    idle.splice(idle.indexOf(connection), 1);
            }
        });
        this.#open.add(connection);
        return connection;
    }
    #idleAt({ origin }) {
        const idle = this.#idle.get(origin) ?? [];
        this.#idle.set(origin, idle);
        return idle;
    }
}

;// CONCATENATED MODULE: ./lib/http/transport.js




function openTransport(usesInternals = (0,node_internals/* mayUseInternals */.l)()) {
    return usesInternals ? directTransport() : plainTransport();
}
function plainTransport() {
    const agents = new Agents();
    return {
        prepare: () => { },
        send: request => exchangeByAgent({ ...request, resends: true }, agents.for(request.url)),
        close: () => agents.close()
    };
}
function directTransport() {
    const plain = plainTransport();
    const direct = new DirectConnections();
    return {
        prepare: url => direct.prepare(url),
        send: async ({ range, bufferAt, ...request }) => {
            const isDirect = range !== undefined && bufferAt !== undefined && direct.supports(request.url);
            const exchange = isDirect ? await direct.exchange({ ...request, range, bufferAt }) : undefined;
            return exchange ?? (await plain.send(request));
        },
        close: () => {
            direct.close();
            plain.close();
        }
    };
}

// EXTERNAL MODULE: ./lib/messages/size.js
var size = __webpack_require__(7031);
;// CONCATENATED MODULE: ./lib/messages/storage.js


const storageFailed = (subject, reason) => `${subject} could not be downloaded: ${reason}`;
const unreachableHint = () => 'Check that this runner can reach the storage host (firewall, proxy). Then run the step again.';
function storageStatusHint(status, { code }) {
    if (status === 404 || status === 410)
        return 'The files of the artifact are not in storage. Run the workflow that uploads the artifact again.';
    if (status === 401 || status === 403) {
        const sender = code === '' ? ' The response has no error code, so a proxy may have sent it.' : '';
        return `Storage did not accept the signed URL of the artifact. It is valid for only a few minutes, so run the step again. On your own server, check its clock and its storage settings.${sender}`;
    }
    if (status === 408 || status === 429 || status >= 500)
        return 'Storage is overloaded or unavailable. Run the step again later.';
    return 'Run the step again. If it fails again, check the storage settings of the server.';
}
const reasonAtByte = (reason, position) => position === 0 ? reason : `${reason}, at byte ${position} (${(0,size/* formatSize */.X)(position)})`;
function storageStatus(status, { code, text, requestId }, wait) {
    const retryAfter = wait ? ` and asks to wait ${Math.ceil(wait / 1000)} s` : '';
    const explained = [code, text].filter(Boolean).map(said => `: ${(0,printable/* printable */.g)(said)}`);
    const id = requestId === '' ? '' : ` (request ID ${(0,printable/* printable */.g)(requestId)})`;
    return `storage responded with ${status}${retryAfter}${explained.join('')}${id}`;
}
const redirectRefused = (from, to) => `storage redirects from ${from} to ${(0,printable/* printable */.g)(to)}, which is not allowed`;
const tooManyRedirects = (limit) => `storage redirects more than ${limit} times`;
const storageSilent = (seconds) => `storage sent nothing for ${seconds} s`;
const connectionBroke = (host, problem) => `the connection to ${host} failed (${(0,printable/* printable */.g)(problem)})`;
const artifactReplaced = (problem) => `its content in storage was replaced during the download${inParentheses(412, problem)}`;
const rangeNotSatisfiable = (problem) => `storage does not have the requested range${inParentheses(416, problem)}`;
function inParentheses(status, problem) {
    return problem === undefined ? '' : ` (${storageStatus(status, problem, undefined)})`;
}
const rangesNoLongerServed = () => 'storage stopped serving ranges';
const otherRangeSent = () => 'storage sent a different range than requested';
const tooManyBytesSent = () => 'storage sent more bytes than it announced';
const responseEndedEarly = () => 'storage ended its response early';
function storageResponse(response) {
    const { host, subject, range, status, elapsed, requestId } = response;
    const bytes = range === undefined ? '' : `, bytes ${range.start} to ${range.end - 1}`;
    const id = requestId === '' ? '' : `, request ID ${(0,printable/* printable */.g)(requestId)}`;
    return `GET ${host}: ${subject}${bytes}: ${status} after ${Math.round(elapsed)} ms${id}`;
}

;// CONCATENATED MODULE: ./lib/storage/signed-url.js
const SIGNATURE = /^[\w+/=%.~-]{32,}$/;
const SECRET_NAME = /^(sig|signature|x-(amz|goog)-(signature|security-token))$/i;
function secretsOf({ href, search, searchParams }) {
    const query = search.slice(1);
    const pairs = [...query.split('&').map(pair => pair.split(/=(.*)/s)), ...searchParams.entries()];
    const values = pairs
        .filter(([name = '', value = '']) => SIGNATURE.test(value) || (SECRET_NAME.test(name) && value.length > 7))
        .map(([, value = '']) => value);
    return [...new Set([href, query, ...values])].filter(secret => secret !== '');
}

;// CONCATENATED MODULE: ./lib/storage/error-body.js

const LONGEST_BODY = 16 << 10;
const LONGEST_WAIT = 2000;
async function readProblem(response, url) {
    const { headers } = response;
    const body = await readText(response);
    const code = elementOf(body, 'Code') || error_body_textOf(headers, 'x-ms-error-code');
    const [text = ''] = elementOf(body, 'Message').split('\n');
    return { code: withoutSecrets(code, url), text: withoutSecrets(text, url), requestId: requestIdOf(headers) };
}
function requestIdOf(headers) {
    return error_body_textOf(headers, 'x-ms-request-id', 'x-amz-request-id', 'x-guploader-uploadid');
}
async function readText(response) {
    const chunks = [];
    let length = 0;
    const timer = setTimeout(() => response.discard(), LONGEST_WAIT);
    try {
        await response.read(chunk => {
            chunks.push(Buffer.from(chunk));
            length += chunk.length;
            if (length > LONGEST_BODY)
                throw new Error('too long');
        });
    }
    catch {
        response.discard();
    }
    finally {
        clearTimeout(timer);
    }
    return Buffer.concat(chunks).toString('utf8', 0, LONGEST_BODY);
}
const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
function elementOf(xml, element) {
    const [, text = ''] = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml) ?? [];
    return text
        .replace(/&#(?:x([\da-f]{1,5})|(\d{1,6}));/gi, (_, hex, decimal) => String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)))
        .replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => ENTITIES[name] ?? '')
        .trim();
}
function error_body_textOf(headers, ...names) {
    return names.map(name => String(headers[name] ?? '')).find(Boolean) ?? '';
}
function withoutSecrets(text, url) {
    return secretsOf(url)
        .reduce((clean, secret) => clean.replaceAll(secret, '***'), text)
        .replace(/\?\S*=\S*/g, '');
}

;// CONCATENATED MODULE: ./lib/storage/storage-error.js



function storageError(subject, reason, details = {}) {
    return new request_error/* RequestError */.G('storage-failed', storageFailed(subject, reason), {
        subject,
        reason,
        retryable: (0,request_error/* isTransient */.d)(details.status),
        ...details
    });
}
class StartOver extends action_error/* ActionError */.lZ {
    name = 'StartOver';
    reason;
    mayUseRanges;
    constructor(subject, reason, { mayUseRanges }) {
        super('storage-failed', storageFailed(subject, reason));
        this.reason = reason;
        this.mayUseRanges = mayUseRanges;
    }
}

;// CONCATENATED MODULE: ./lib/storage/storage-client.js










const storage_client_MAX_REDIRECTS = 5;
class StorageClient {
    #transport = openTransport();
    #stallTimeout;
    #debug;
    constructor(stallTimeout, debug = () => { }) {
        this.#stallTimeout = stallTimeout;
        this.#debug = debug;
    }
    async get(request) {
        const { subject } = request;
        let { url } = request;
        for (let hop = 0; hop <= storage_client_MAX_REDIRECTS; hop++) {
            const api = hop === 0 ? request.api : undefined;
            api?.onRequest();
            const response = await this.#send(request, url, api?.headers);
            const { status, headers } = response;
            if (status === 200 || status === 206)
                return response;
            if (status === 412 || status === 416) {
                const problem = await readProblem(response, url);
                request.signal.throwIfAborted();
                return { ...response, problem };
            }
            const { location } = headers;
            if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href)) {
                if (api !== undefined) {
                    const detail = messageIn(await readText(response));
                    request.signal.throwIfAborted();
                    throw api.errorOf({ status, headers, detail });
                }
                const wait = retryAfter(headers, Date.now());
                const problem = await readProblem(response, url);
                request.signal.throwIfAborted();
                const hint = storageStatusHint(status, problem);
                throw storageError(subject, storageStatus(status, problem, wait), { status, retryAfter: wait, hint });
            }
            response.discard();
            const next = new URL(location, url);
            if (next.protocol !== 'https:' && !(next.protocol === 'http:' && url.protocol === 'http:')) {
                throw storageError(subject, redirectRefused(url.protocol, next.protocol), { status });
            }
            request.onRedirect(next);
            url = next;
        }
        throw storageError(subject, tooManyRedirects(storage_client_MAX_REDIRECTS), { status: 302 });
    }
    prepare(url) {
        this.#transport.prepare(url);
    }
    close() {
        this.#transport.close();
    }
    async #send(request, url, apiHeaders = {}) {
        const { subject, range, ifMatch, bufferAt, signal } = request;
        const stop = new AbortController();
        const started = performance.now();
        let exchange;
        const stallTimer = setTimeout(() => {
            if (exchange?.isPaused())
                stallTimer.refresh();
            else
                stop.abort();
        }, this.#stallTimeout);
        const onAbort = () => stop.abort();
        signal.addEventListener('abort', onAbort);
        const end = () => {
            clearTimeout(stallTimer);
            signal.removeEventListener('abort', onAbort);
        };
        const failure = (error) => {
            end();
            if (signal.aborted)
                return signal.reason;
            if (error instanceof action_error/* ActionError */.lZ)
                return error;
            const hint = exchange === undefined ? unreachableHint() : undefined;
            if (stop.signal.aborted) {
                return storageError(subject, storageSilent(this.#stallTimeout / 1000), { hint });
            }
            return connectionError(subject, { host: url.hostname, error, hint });
        };
        const headers = {
            'user-agent': 'artifact-action',
            ...apiHeaders,
            ...(range && { range: `bytes=${range.start}-${range.end - 1}` }),
            ...(ifMatch !== undefined && { 'if-match': ifMatch })
        };
        try {
            signal.throwIfAborted();
            exchange = await this.#transport.send({ url, headers, range, bufferAt, signal: stop.signal });
        }
        catch (error) {
            throw failure(error);
        }
        const response = exchange;
        const { status, headers: received } = response;
        this.#debug(storageResponse({
            host: url.host,
            subject,
            range,
            status,
            elapsed: performance.now() - started,
            requestId: requestIdOf(received)
        }));
        return {
            url,
            status,
            headers: received,
            read: async (onChunk) => {
                try {
                    await response.read(chunk => {
                        stallTimer.refresh();
                        return onChunk(chunk);
                    });
                    end();
                }
                catch (error) {
                    const reported = error instanceof BrokenBody ? failure(error.cause) : error;
                    end();
                    stop.abort();
                    throw reported;
                }
            },
            discard: () => {
                end();
                response.discard();
            }
        };
    }
}
function connectionError(subject, { host, error, hint }) {
    const certificate = certificateCode(error);
    if (certificate === undefined)
        return storageError(subject, connectionBroke(host, problemOf(error)), { hint });
    const reason = error instanceof ConnectionError ? error.reason : (0,network/* certificateRefused */.wt)(host, certificate);
    return storageError(subject, reason, { retryable: false, hint: (0,network/* certificateHint */.VY)(certificate) });
}
function problemOf(error) {
    if (error instanceof ConnectionError)
        return error.reason;
    return error.code ?? (0,action_error/* messageOf */.bD)(error).replace(/\?\S*/g, '');
}

;// CONCATENATED MODULE: ./lib/download/progress.js

const INTERVAL = 5000;
class Progress {
    bytes = 0;
    #loggedBytes = 0;
    #unpacked = 0;
    #loggedUnpacked = 0;
    #expected;
    #timer;
    constructor(expected, log, interval = INTERVAL) {
        this.#expected = new Map(expected);
        this.#timer = setInterval(() => {
            const rate = (this.bytes - this.#loggedBytes) / (interval / 1000);
            this.#loggedBytes = this.bytes;
            if (rate > 0)
                log((0,download/* progressLine */.oz)(this.bytes, this.#total(), rate));
            const unpackRate = (this.#unpacked - this.#loggedUnpacked) / (interval / 1000);
            this.#loggedUnpacked = this.#unpacked;
            if (unpackRate > 0)
                log((0,download/* unpackingLine */.xD)(this.#unpacked, unpackRate));
        }, interval);
        this.#timer.unref();
    }
    expect(id, bytes) {
        this.#expected.set(id, bytes);
    }
    add(bytes) {
        this.bytes += bytes;
    }
    addUnpacked(bytes) {
        this.#unpacked += bytes;
    }
    close() {
        clearInterval(this.#timer);
    }
    #total() {
        let total = 0;
        for (const bytes of this.#expected.values()) {
            if (bytes === undefined)
                return undefined;
            total += bytes;
        }
        return total;
    }
}

// EXTERNAL MODULE: ./node_modules/content-disposition/index.js
var content_disposition = __webpack_require__(8111);
// EXTERNAL MODULE: ./lib/archive/entry-path.js
var entry_path = __webpack_require__(8332);
;// CONCATENATED MODULE: ./lib/download/file-name.js





const ZIP_TYPES = new Set([
    'application/zip',
    'application/x-zip-compressed',
    'application/zip-compressed',
    'zip'
]);
function rawFileName(artifactName, facts) {
    const { contentType = '', contentDisposition: header, isZipUrl, isArchive } = facts;
    if (header === undefined || isArchive)
        return undefined;
    const { fileName, isExtended } = fileNameOf(header);
    const isMangled = /[^ -~]/.test(artifactName) && !(isExtended && isUsable(fileName));
    const end = artifactName.replace(/^.*[^ -~]/s, '');
    const isNamed = (extension) => isMangled ? fileName.endsWith(`${end}${extension}`) : fileName === `${artifactName}${extension}`;
    const [type = ''] = contentType.split(';');
    const isWrapped = isNamed('.zip');
    const isZip = isWrapped || isZipUrl || ZIP_TYPES.has(type.trim().toLowerCase());
    const isRawZip = !isWrapped && isNamed('') && /\.zip$/i.test(artifactName);
    if (isZip && !isRawZip)
        return undefined;
    return isMangled ? artifactName : fileName || undefined;
}
function fileNameOf(header) {
    const unquoted = header.replace(/"(?:\\.|[^"\\])*"/g, '');
    const isExtended = /;\s*filename\*\s*=/i.test(unquoted);
    const { filename = '' } = (0,attempt/* attempt */.C)(() => content_disposition.parse(header).parameters) ?? {};
    return { fileName: filename, isExtended };
}
function checkName(name, kind) {
    const problem = (0,entry_path/* checkSegment */.cr)(name, process.platform);
    if (problem === undefined)
        return;
    const hint = (0,download/* nameHint */.jy)();
    throw new action_error/* ActionError */.lZ('artifact-name-invalid', (0,download/* nameUnusable */.P7)(kind, name, problem.reason), { hint });
}
function isUsable(fileName) {
    return !fileName.includes('\ufffd') && (0,entry_path/* checkSegment */.cr)(fileName, process.platform) === undefined;
}

;// CONCATENATED MODULE: ./lib/download/strategy.js

const WHOLE = 8 << 20;
const WHOLE_OF_MANY = 32 << 20;
const STREAMS = 4;
const WHOLE_REQUESTS = 16;
const REQUESTS_PER_STREAM = 4;
const FIRST_RANGE = 64 << 10;
const SMALL = 1 << 20;
function sharingOf(artifacts) {
    const upTo = (size) => artifacts.filter(artifact => !isLarge(artifact, size)).length;
    const small = upTo(WHOLE);
    const isMany = artifacts.length - small > STREAMS;
    const whole = isMany ? WHOLE_OF_MANY : WHOLE;
    const count = upTo(whole);
    const large = Math.min(STREAMS, artifacts.length - count);
    return {
        whole,
        streams: Math.max(1, large),
        requests: Math.max(small, Math.min(WHOLE_REQUESTS, count), large * REQUESTS_PER_STREAM)
    };
}
function isLarge({ size_in_bytes: size }, whole) {
    return size > whole;
}
function firstRequestLength({ artifact, mayBePartial, mayStream }) {
    if (!mayBePartial)
        return mayStream || !isLarge(artifact, WHOLE) ? WHOLE : WHOLE_OF_MANY;
    return artifact.size_in_bytes > SMALL ? FIRST_RANGE : SMALL;
}
function chooseStrategy(facts, rules) {
    const { size, servesRanges } = facts;
    const { artifact, mayBePartial, mayStream } = rules;
    if (!servesRanges || size === undefined || size <= firstRequestLength(rules))
        return { kind: 'whole' };
    const isArchive = rawFileName(artifact.name, facts) === undefined;
    if (mayBePartial && size > SMALL && isArchive)
        return { kind: 'ranges', size };
    return mayStream ? { kind: 'streaming', size } : { kind: 'whole' };
}

// EXTERNAL MODULE: ./lib/memory/shared-ring-buffer.js
var shared_ring_buffer = __webpack_require__(8596);
;// CONCATENATED MODULE: ./lib/download/streaming/ring-pool.js



const TOTAL = 48 << 20;
const LARGEST = 24 << 20;
class RingPool {
    #limit;
    #turns;
    #size;
    #free = [];
    #created = 0;
    constructor(streams) {
        this.#limit = (0,p_limit/* default */.A)(streams);
        this.#turns = (0,p_limit/* default */.A)(streams);
        this.#size = Math.min(LARGEST, TOTAL / streams);
    }
    async run(prepare, download) {
        let onLastPart = () => { };
        const turn = new Promise(resolve => {
            onLastPart = resolve;
        });
        await new Promise(begin => {
            void this.#turns(() => {
                begin();
                return turn;
            });
        });
        try {
            if (this.#limit.activeCount === this.#limit.concurrency)
                prepare();
            return await this.#limit(() => download(onLastPart));
        }
        finally {
            onLastPart();
        }
    }
    take() {
        if (this.#free.length === 0 && this.#created++ >= this.#limit.concurrency)
            garbage_collector/* garbageCollector */.be.collectAll();
        return new shared_ring_buffer/* SharedRingBuffer */.k(this.#size, this.#free.pop());
    }
    giveBack({ memory }) {
        this.#free.push(memory.bytes);
    }
}

;// CONCATENATED MODULE: ./lib/download/context.js









const DIRECTORIES = 8;
function openContext(inputs, services, artifacts) {
    const { report, workerUrl } = services;
    const cache = cacheOf(inputs);
    if (inputs.cache && cache === undefined)
        report.warning((0,download/* cacheUnavailable */.vP)());
    const sharing = sharingOf(artifacts);
    services.queue.allow(sharing.requests);
    const sizes = artifacts.map(({ id, size_in_bytes: size }) => [id, inputs.files ? undefined : size]);
    return {
        inputs,
        services,
        client: new StorageClient(inputs.stallTimeout, line => report.debug(line)),
        pool: new WorkerPool({ workerUrl, archives: sharing.streams }),
        progress: new Progress(sizes, line => report.info(line)),
        cache,
        sharing,
        rings: new RingPool(sharing.streams),
        directoryLimit: (0,p_limit/* default */.A)(DIRECTORIES),
        unpackLimit: (0,p_limit/* default */.A)(1)
    };
}
function cacheOf({ cache, apiUrl, repository }) {
    if (!cache || !ArchiveCache.isAvailable())
        return undefined;
    return new ArchiveCache(`${apiUrl} ${(0,github_repository/* fullName */.fq)(repository)}`);
}

;// CONCATENATED MODULE: ./lib/download/afford.js

async function affordDownload(inputs, { artifacts, report }, selected) {
    const cache = cacheOf(inputs);
    const requested = inputs.deleteAfter ? [...selected] : [];
    for (const artifact of selected) {
        if ((await cache?.find(artifact)) === undefined)
            requested.push(artifact);
    }
    const line = artifacts.afford(requested);
    if (line !== undefined)
        report.info(line);
}

;// CONCATENATED MODULE: ./lib/storage/range-reader.js




class RangeReader {
    #options;
    #location;
    #facts;
    #validators;
    constructor(options) {
        this.#options = options;
    }
    async open(length, signal) {
        return await new Promise((resolve, reject) => {
            let chosen;
            const sinkFor = (facts) => {
                chosen ??= new Promise((choose, abandon) => {
                    const receive = (sink) => {
                        choose(sink);
                        return received;
                    };
                    const discard = async () => {
                        abandon(new Error('discarded'));
                        await received.catch(() => { });
                    };
                    resolve({ facts, receive, discard });
                });
                return chosen;
            };
            const received = this.#read({ start: 0, end: length }, sinkFor, { signal });
            received.catch(reject);
        });
    }
    async read(range, sink, signal) {
        await this.#read(range, () => sink, { signal });
    }
    async readInto(bufferAt, range, sink, signal) {
        await this.#read(range, () => sink, { signal, bufferAt });
    }
    async prepare() {
        this.#options.client.prepare((await this.#locate().found).url);
    }
    async bytes({ start, end }, signal, into) {
        const buffer = into?.subarray(0, end - start) ?? Buffer.allocUnsafe(end - start);
        const put = (chunk, position) => {
            chunk.copy(buffer, position - start);
        };
        await this.read({ start, end }, put, signal);
        return buffer;
    }
    async #read(range, sinkFor, { signal = this.#options.signal, bufferAt }) {
        const { subject, client, queue, mayUseRanges, onBytes, onRedirect } = this.#options;
        let position = range.start;
        const isComplete = () => position >= Math.min(range.end, this.#facts?.size ?? Number.POSITIVE_INFINITY);
        await queue.retry(async () => {
            const start = position;
            const location = this.#locate();
            try {
                const { url, api } = await location.found;
                await queue.withSlot(async () => {
                    const response = await client.get({
                        subject,
                        url,
                        api,
                        range: mayUseRanges ? { start, end: range.end } : undefined,
                        ifMatch: strongEtag(this.#validators?.etag),
                        bufferAt,
                        signal,
                        onRedirect
                    });
                    if (api !== undefined && response.url.href !== url.href) {
                        location.found = Promise.resolve({ url: response.url });
                    }
                    let checked;
                    let sink;
                    try {
                        checked = this.#check(response, { start, end: range.end });
                        sink = await sinkFor(checked.facts);
                    }
                    catch (error) {
                        response.discard();
                        throw error;
                    }
                    const { facts, end } = checked;
                    await response.read(chunk => {
                        if (position + chunk.length > end) {
                            throw new StartOver(subject, tooManyBytesSent(), { mayUseRanges: false });
                        }
                        const at = position;
                        position += chunk.length;
                        location.hasServed = true;
                        onBytes(chunk.length);
                        return sink(chunk, at);
                    });
                    if (facts.servesRanges && !isComplete())
                        throw storageError(subject, responseEndedEarly());
                });
            }
            catch (error) {
                if (error instanceof request_error/* RequestError */.G && this.#facts?.servesRanges && isComplete())
                    return;
                throw this.#forNextTry(error, { location, position, hasProgressed: position > start });
            }
        }, signal);
    }
    #forNextTry(error, { location, position, hasProgressed }) {
        if (!(error instanceof request_error/* RequestError */.G) || error.code !== 'storage-failed')
            return error;
        const { subject } = this.#options;
        const { status, retryAfter, hint } = error;
        const reason = reasonAtByte(error.reason, position);
        if (this.#facts?.servesRanges === false) {
            return error.retryable ? new StartOver(subject, reason, { mayUseRanges: false }) : error;
        }
        const isExpired = status === 401 || status === 403;
        if (isExpired && this.#location === location)
            this.#location = undefined;
        const nextTry = isExpired && location.hasServed ? 'immediate' : hasProgressed ? 'free' : 'counted';
        return storageError(subject, reason, {
            status,
            hint,
            retryable: error.retryable || isExpired,
            retryAfter,
            nextTry
        });
    }
    #locate() {
        if (this.#location === undefined) {
            const location = { found: this.#options.locate(), hasServed: false };
            location.found.catch(() => {
                if (this.#location === location)
                    this.#location = undefined;
            });
            this.#location = location;
        }
        return this.#location;
    }
    #check({ status, headers, url, problem }, requested) {
        const { subject } = this.#options;
        const known = this.#facts;
        const startOver = (reason, mayUseRanges = false) => new StartOver(subject, reason, { mayUseRanges });
        const content = {
            contentType: headers['content-type'],
            contentDisposition: headers['content-disposition'],
            isZipUrl: /\.zip$/i.test(url.pathname)
        };
        if (status === 412)
            throw startOver(artifactReplaced(problem), true);
        if (status === 200) {
            if (known?.servesRanges)
                throw startOver(rangesNoLongerServed());
            const size = headers['content-length'];
            const facts = { ...content, servesRanges: false, size: size === undefined ? undefined : Number(size) };
            this.#facts = facts;
            return { facts, end: Number.POSITIVE_INFINITY };
        }
        const [, start, last, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
        if (status === 416)
            throw startOver(rangeNotSatisfiable(problem));
        const end = Number(last) + 1;
        const isRequested = Number(start) === requested.start && end <= Math.min(requested.end, Number(total));
        if (!isRequested || (known !== undefined && Number(total) !== known.size)) {
            throw startOver(otherRangeSent());
        }
        const validators = { etag: headers.etag, lastModified: headers['last-modified'] };
        if (known === undefined) {
            const facts = { ...content, servesRanges: true, size: Number(total) };
            this.#validators = validators;
            this.#facts = facts;
            return { facts, end };
        }
        if (!(0,external_node_util_.isDeepStrictEqual)(validators, this.#validators))
            throw startOver(artifactReplaced(), true);
        return { facts: known, end };
    }
}
function strongEtag(etag) {
    return etag?.startsWith('"') ? etag : undefined;
}

;// CONCATENATED MODULE: ./lib/download/file-sink.js




const BUFFER = 128 << 10;
const append = (0,external_node_util_.promisify)(external_node_fs_.writeFile);
const spare = [];
class FileSink {
    bytes = 0;
    file;
    #hash = (0,external_node_crypto_.createHash)('sha256');
    #descriptor;
    #buffers = [newBuffer(), newBuffer()];
    #filled = 0;
    #written = Promise.resolve();
    #isWriting = false;
    #pending;
    #isClosed = false;
    constructor(file) {
        this.file = file;
        this.#descriptor = (0,external_node_fs_.openSync)(file, 'w');
    }
    write(chunk) {
        if (this.#pending !== undefined)
            throw new TypeError('a chunk came before the last one was written');
        this.bytes += chunk.length;
        this.#hash.update(chunk);
        const pending = this.#put(chunk);
        if (pending === undefined)
            return undefined;
        this.#pending = pending;
        return pending.finally(() => {
            this.#pending = undefined;
        });
    }
    async end() {
        await this.#written;
        await append(this.#descriptor, this.#buffers[0].subarray(0, this.#filled));
        const { size } = (0,external_node_fs_.fstatSync)(this.#descriptor);
        if (size !== this.bytes)
            throw new Error((0,download/* fileIncomplete */.dl)(size, this.bytes));
        this.#close();
        return this.#hash.digest('hex');
    }
    async discard() {
        await this.#pending?.catch(() => { });
        await this.#written.catch(() => { });
        this.#close();
    }
    #put(chunk) {
        const count = chunk.copy(this.#buffers[0], this.#filled);
        this.#filled += count;
        if (this.#filled < BUFFER)
            return undefined;
        const rest = chunk.subarray(count);
        return this.#isWriting ? this.#written.then(() => this.#swap(rest)) : this.#swap(rest);
    }
    #swap(rest) {
        this.#isWriting = true;
        this.#written = append(this.#descriptor, this.#buffers[0]).then(() => {
            this.#isWriting = false;
        });
        this.#written.catch(() => { });
        this.#buffers.reverse();
        this.#filled = 0;
        return this.#put(rest);
    }
    #close() {
        if (this.#isClosed)
            return;
        this.#isClosed = true;
        (0,external_node_fs_.closeSync)(this.#descriptor);
        spare.push(...this.#buffers);
    }
}
function newBuffer() {
    return spare.pop() ?? Buffer.allocUnsafeSlow(BUFFER);
}

;// CONCATENATED MODULE: ./lib/download/staging-folders.js
async function inFolders(target, fill) {
    const work = await target.stage();
    let staging;
    let filled;
    try {
        staging = await target.stage();
        filled = await fill({ work: work.folder, to: staging.folder });
        return (filled && { ...filled, staging });
    }
    finally {
        if (filled === undefined)
            await staging?.remove();
        await work.remove();
    }
}

// EXTERNAL MODULE: ./lib/download/verify.js
var verify = __webpack_require__(3419);
// EXTERNAL MODULE: ./lib/archive/end-record.js
var end_record = __webpack_require__(5153);
// EXTERNAL MODULE: ./lib/archive/extract.js + 4 modules
var extract = __webpack_require__(400);
// EXTERNAL MODULE: ./lib/install/disk-error.js
var disk_error = __webpack_require__(5997);
// EXTERNAL MODULE: ./lib/install/retry-busy.js
var retry_busy = __webpack_require__(3843);
;// CONCATENATED MODULE: ./lib/download/whole-file.js














async function downloadWhole(attempt, { facts, receive }) {
    const { context, artifact, reader, rules, stop, work } = attempt;
    if (facts.size !== undefined)
        context.progress.expect(artifact.id, facts.size);
    const sink = new FileSink(external_node_path_.join(work, 'archive'));
    const write = (chunk) => sink.write(chunk);
    try {
        await receive(write);
        const rest = { start: firstRequestLength(rules), end: facts.size ?? 0 };
        if (facts.servesRanges && rest.end > rest.start)
            await reader.read(rest, write, stop.signal);
        const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() };
        return await finishFile(attempt, whole, facts);
    }
    finally {
        await sink.discard();
    }
}
function planOptions({ files, unpack, maxExtractedSize }, to) {
    return { to, pick: files, isReplaced: unpack, maxExtractedSize };
}
function keptFileName({ skipDecompress }, { name }, facts) {
    return rawFileName(name, facts) ?? (skipDecompress ? `${name}.zip` : undefined);
}
async function finishFile({ context, artifact, work, to }, whole, given) {
    const facts = await factsByBytes(artifact, whole, given);
    const digestCheck = (0,verify/* checkDigest */.H2)(artifact, whole.sha256);
    let unpacked;
    try {
        if (mayBeNoArchive(artifact, facts, digestCheck)) {
            const error = await (0,end_record/* findStartError */.gb)(whole.file);
            if (error !== undefined)
                throw error;
        }
        await (0,verify/* handleDigest */.Rf)(context, artifact, whole.sha256);
        unpacked = await unpackFile(context, artifact, { whole, facts, to, digestCheck });
    }
    catch (error) {
        const isCut = facts.size === undefined;
        throw error instanceof archive_error/* ArchiveError */.d ? (0,verify/* refusalOf */.Of)(artifact, error, { digestCheck, isCut }) : error;
    }
    if (digestCheck !== 'differs')
        await storeInCache(context, artifact, { whole, facts, work });
    return { ...unpacked, digestCheck, fromCache: false };
}
async function factsByBytes(artifact, { file }, facts) {
    if (!artifact[github_artifact/* ARTIFACT_TRAITS */.jl]?.isArchiveByBytes)
        return facts;
    const error = await (0,end_record/* findEndError */.BV)(file);
    return { ...facts, isArchive: error?.refusal !== 'not-a-zip' };
}
async function unpackFile({ inputs, services, pool, cache, directoryLimit }, artifact, { whole, facts, to, digestCheck }) {
    const { file, bytes } = whole;
    const keptAs = keptFileName(inputs, artifact, facts);
    if (keptAs === undefined) {
        const plan = { ...planOptions(inputs, to), file, pool, signal: services.signal };
        return await directoryLimit(() => (0,extract/* extractArchive */.Qh)(plan));
    }
    checkName(keptAs, 'file');
    if (mayBeNoArchive(artifact, facts, digestCheck)) {
        const error = await (0,end_record/* findEndError */.BV)(file);
        if (error !== undefined)
            throw error;
    }
    if (inputs.files && !inputs.files(keptAs))
        return { files: 0, bytes: 0 };
    const destination = external_node_path_.join(to, keptAs);
    await (cache === undefined ? (0,retry_busy/* retryBusy */.O)(() => (0,external_node_fs_promises_.rename)(file, destination)) : (0,external_node_fs_promises_.copyFile)(file, destination));
    return { files: 1, bytes };
}
function mayBeNoArchive({ name }, facts, digestCheck) {
    return digestCheck !== 'matches' && rawFileName(name, facts) === undefined;
}
async function storeInCache({ cache, services }, artifact, { whole, facts, work }) {
    if (cache === undefined)
        return;
    const { contentType, contentDisposition, isZipUrl, isArchive } = facts;
    const { file, sha256 } = whole;
    try {
        const cached = { sha256, contentType, contentDisposition, isZipUrl, isArchive };
        await cache.store(artifact, { file, facts: cached, work });
    }
    catch (error) {
        services.report.warning((0,download/* cacheNotWritten */.NQ)((0,formats/* artifactTitle */.pp)(artifact), (0,disk_error/* reasonOf */.A3)(error)));
    }
}

;// CONCATENATED MODULE: ./lib/download/from-cache.js










async function fetchFromCache(context, artifact, target) {
    const cached = await context.cache?.find(artifact);
    if (cached === undefined)
        return undefined;
    const fetched = await inFolders(target, folders => unpackCached(context, artifact, { cached, ...folders }));
    if (fetched !== undefined)
        context.progress.expect(artifact.id, 0);
    return fetched;
}
async function unpackCached(context, artifact, { cached, work, to }) {
    const { report, signal } = context.services;
    const ignore = (reason) => {
        report.info((0,download/* cacheEntryIgnored */.PI)((0,formats/* artifactTitle */.pp)(artifact), reason));
        return undefined;
    };
    const sink = new FileSink(external_node_path_.join(work, 'archive'));
    let digestCheck;
    try {
        await readThrough(cached.file, chunk => sink.write(chunk));
        const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() };
        digestCheck = (0,verify/* checkDigest */.H2)(artifact, whole.sha256);
        if (whole.sha256 !== cached.sha256 || digestCheck === 'differs')
            return ignore((0,download/* cacheEntryChanged */.LX)());
        const unpacked = await unpackFile(context, artifact, { whole, facts: cached, to, digestCheck });
        return { ...unpacked, digestCheck, fromCache: true };
    }
    catch (error) {
        signal.throwIfAborted();
        if (error instanceof archive_error/* ArchiveError */.d) {
            if (error.refusal === 'limit')
                throw (0,verify/* refusalOf */.Of)(artifact, error, { digestCheck });
            return ignore(error.reason);
        }
        if (error instanceof action_error/* ActionError */.lZ)
            throw error;
        return ignore((0,action_error/* messageOf */.bD)(error));
    }
    finally {
        await sink.discard();
    }
}

;// CONCATENATED MODULE: ./lib/storage/remote-source.js
const SMALL_TAIL = 256 << 10;
const LARGE_TAIL = 2 << 20;
class RemoteSource {
    size;
    #reader;
    #signal;
    #tailStart;
    #tail;
    constructor(reader, { size, tail, signal }) {
        this.#reader = reader;
        this.#signal = signal;
        this.size = size;
        this.#tailStart = Math.max(0, size - tail);
    }
    async read(offset, length, into) {
        const end = offset + length;
        if (end <= this.#tailStart)
            return await this.#reader.bytes({ start: offset, end }, this.#signal, into);
        this.#tail ??= this.#reader.bytes({ start: this.#tailStart, end: this.size }, this.#signal);
        const inTail = (await this.#tail).subarray(Math.max(0, offset - this.#tailStart), end - this.#tailStart);
        if (offset >= this.#tailStart)
            return inTail;
        const before = await this.#reader.bytes({ start: offset, end: this.#tailStart }, this.#signal);
        return Buffer.concat([before, inTail]);
    }
}

// EXTERNAL MODULE: external "node:perf_hooks"
var external_node_perf_hooks_ = __webpack_require__(643);
;// CONCATENATED MODULE: ./lib/download/streaming/part-stream.js

const PART = 4 << 20;
const SMALL_PART = 2 << 20;
const STEP = 1 << 20;
const TICK = 20;
const CLOSE_BEHIND = 4 << 20;
class PartStream {
    #reader;
    #options;
    #parts;
    #next;
    #connections = 1;
    #open = 0;
    constructor(reader, options) {
        this.#reader = reader;
        this.#options = options;
        this.#next = options.from;
        this.#parts = [{ position: 0, end: options.from }];
    }
    async read(receiveFirst) {
        const { ring, size, stop } = this.#options;
        const running = new Set();
        let failure;
        let wake = () => { };
        const track = (request) => {
            this.#open++;
            const tracked = request
                .catch(error => {
                failure ??= { error };
                stop.abort(error);
            })
                .finally(() => {
                this.#open--;
                running.delete(tracked);
                wake();
            });
            running.add(tracked);
        };
        const off = ring.onChange(() => wake());
        const onStop = () => {
            failure ??= { error: stop.signal.reason };
            wake();
        };
        stop.signal.addEventListener('abort', onStop);
        let waited = 0;
        let loop = external_node_perf_hooks_.performance.eventLoopUtilization();
        const ticker = setInterval(() => {
            const now = external_node_perf_hooks_.performance.eventLoopUtilization();
            const { active } = external_node_perf_hooks_.performance.eventLoopUtilization(now, loop);
            loop = now;
            waited = this.#isSlow ? waited + Math.max(0, TICK - active) : 0;
            if (waited < TICK || this.#connections >= this.#options.concurrency)
                return;
            waited -= TICK;
            this.#connections++;
            wake();
        }, TICK);
        void this.#reader.prepare().catch(() => { });
        try {
            const first = this.#parts[0];
            track(receiveFirst((chunk, position) => this.#receive(first, chunk, position)));
            while ((failure === undefined && this.#next < size) || running.size > 0) {
                while (failure === undefined && this.#mayBegin())
                    track(this.#readPart());
                await new Promise(resolve => {
                    wake = resolve;
                });
            }
            if (failure)
                throw failure.error;
        }
        finally {
            clearInterval(ticker);
            stop.signal.removeEventListener('abort', onStop);
            off();
        }
    }
    get #isSlow() {
        const { ring } = this.#options;
        if (ring.received - ring.released < CLOSE_BEHIND)
            return true;
        return ring.released === 0 && this.#hasRoom;
    }
    get #hasRoom() {
        const { ring, size } = this.#options;
        return ring.fits(Math.min(this.#next + this.#partSize, size));
    }
    #mayBegin() {
        return this.#open < this.#connections && this.#next < this.#options.size && this.#hasRoom;
    }
    get #partSize() {
        const { size } = this.#options.ring;
        if (this.#connections === 1)
            return size / 2;
        return size < 6 * PART ? SMALL_PART : PART;
    }
    async #readPart() {
        const part = {
            position: this.#next,
            end: Math.min(this.#next + this.#partSize, this.#options.size)
        };
        this.#next = part.end;
        this.#parts.push(part);
        if (part.end === this.#options.size)
            this.#options.onLastPart?.();
        await this.#reader.readInto(position => this.#options.ring.memoryAt(position), { start: part.position, end: part.end }, (chunk, position) => this.#receive(part, chunk, position), this.#options.stop.signal);
    }
    #receive(part, chunk, position) {
        const { ring } = this.#options;
        ring.write(position, chunk);
        part.position = position + chunk.length;
        const isComplete = part.position === part.end;
        if (part !== this.#parts[0] || (!isComplete && part.position - ring.received < STEP))
            return;
        while (this.#parts.length > 0 && this.#parts[0]?.position === this.#parts[0]?.end)
            this.#parts.shift();
        ring.advance(this.#parts[0]?.position ?? this.#next);
    }
}

;// CONCATENATED MODULE: ./lib/download/streaming/ring-buffer-file.js
const ring_buffer_file_STEP = 1 << 20;
async function writeRing(file, { ring, consumer, size, signal }) {
    let wake = () => { };
    const off = ring.onChange(() => wake());
    signal.addEventListener('abort', () => wake(), { once: true });
    try {
        for (let at = 0; at < size;) {
            signal.throwIfAborted();
            const end = Math.min(ring.received, at + ring_buffer_file_STEP);
            if (end === at) {
                await new Promise(resolve => {
                    wake = resolve;
                });
                continue;
            }
            for (const piece of ring.pieces(at, end - at)) {
                await writeAll(file, piece, null);
            }
            at = end;
            consumer.release(at);
        }
    }
    finally {
        off();
    }
}
async function writeAll(file, buffer, position) {
    for (let written = 0; written < buffer.length;) {
        const at = position === null ? null : position + written;
        const { bytesWritten } = await file.write(buffer, written, buffer.length - written, at);
        written += bytesWritten;
    }
}

;// CONCATENATED MODULE: ./lib/download/ranges.js












async function downloadRanges(attempt, { receive }, size) {
    const { context, artifact } = attempt;
    const { services, directoryLimit } = context;
    await receive(() => { });
    try {
        const extraction = await directoryLimit(() => extractRanges(attempt, size));
        if (artifact.digest && extraction.files > 0)
            services.report.info((0,download/* digestNotChecked */.jG)((0,formats/* artifactTitle */.pp)(artifact)));
        return { ...extraction, digestCheck: 'unchecked', fromCache: false };
    }
    catch (error) {
        throw error instanceof archive_error/* ArchiveError */.d ? (0,verify/* refusalOf */.Of)(artifact, error) : error;
    }
}
async function extractRanges({ context, artifact, reader, stop, work, to }, size) {
    const { inputs, services, pool, progress } = context;
    const { signal } = stop;
    const source = new RemoteSource(reader, { size, tail: SMALL_TAIL, signal });
    const whole = await (0,extract/* planExtraction */.dP)(source, planOptions(inputs, to));
    const { ranges, plan } = whole.pickedOnly();
    progress.expect(artifact.id, ranges.reduce((bytes, { start, end }) => bytes + end - start, 0));
    const file = await (0,external_node_fs_promises_.open)(external_node_path_.join(work, 'ranges'), 'wx+');
    try {
        await forEachConcurrently(partsOf(ranges), services.queue.concurrency, async ({ start, end, to: at }) => {
            const write = (chunk, position) => writeAll(file, chunk, at + position - start);
            try {
                await reader.read({ start, end }, write, signal);
            }
            catch (error) {
                stop.abort(error);
                throw error;
            }
        });
        return await plan.extract({ descriptor: file.fd }, { pool, signal });
    }
    finally {
        await file.close();
    }
}
function* partsOf(ranges) {
    for (const { start, end, to } of ranges) {
        for (let at = start; at < end; at += PART)
            yield { start: at, end: Math.min(end, at + PART), to: to + at - start };
    }
}

;// CONCATENATED MODULE: ./lib/concurrency/all-or-abort.js
async function allOrAbort(stop, tasks) {
    const failures = [];
    const results = await Promise.all(tasks.map(task => task.catch((error) => {
        failures.push(error);
        stop.abort(error);
    })));
    if (failures.length > 0)
        throw failures[0];
    return results;
}

;// CONCATENATED MODULE: ./lib/download/streaming/hasher.js




const WORTH_A_THREAD = 256 << 20;
function hashRing(ring, options) {
    const { size, signal } = options;
    const hash = size < WORTH_A_THREAD ? hashInline : hashInThread;
    const hashed = signal.aborted ? Promise.reject(signal.reason) : hash(ring, options);
    hashed.catch(() => { });
    return hashed;
}
function hashInline(ring, { size, signal, after }) {
    const consumer = ring.consumer();
    const hash = (0,external_node_crypto_.createHash)('sha256');
    return new Promise((resolve, reject) => {
        let at = 0;
        const onChange = () => {
            const { received } = ring;
            if (received === at)
                return;
            for (const piece of ring.pieces(at, received - at))
                hash.update(piece);
            at = received;
            consumer.release(at);
            if (at === size)
                end(() => resolve(hash.digest('hex')));
        };
        const onAbort = () => end(() => reject(signal.reason));
        let off = () => { };
        let hasEnded = false;
        const begin = () => {
            if (hasEnded)
                return;
            off = ring.onChange(onChange);
            onChange();
        };
        if (after === undefined)
            begin();
        else
            void after.then(begin);
        const end = (settle) => {
            hasEnded = true;
            off();
            signal.removeEventListener('abort', onAbort);
            settle();
        };
        signal.addEventListener('abort', onAbort);
    });
}
function hashInThread(ring, { size, workerUrl, signal }) {
    const consumer = ring.consumer();
    return new Promise((resolve, reject) => {
        const fail = (problem) => reject(new action_error/* ActionError */.lZ('internal', (0,download/* hashThreadFailed */.OU)(problem)));
        let thread;
        try {
            thread = new external_node_worker_threads_.Worker(workerUrl, {
                workerData: { memory: ring.memory, size },
                resourceLimits: { maxYoungGenerationSizeMb: 1 }
            });
        }
        catch (error) {
            fail((0,action_error/* messageOf */.bD)(error));
            return;
        }
        const onAbort = () => void thread.terminate();
        signal.addEventListener('abort', onAbort);
        let sha256;
        thread.on('message', (message) => {
            if ('readTo' in message)
                consumer.release(message.readTo);
            else
                sha256 = message.sha256;
        });
        thread.on('error', error => fail((0,action_error/* messageOf */.bD)(error)));
        thread.on('exit', code => {
            signal.removeEventListener('abort', onAbort);
            if (sha256 !== undefined)
                resolve(sha256);
            else if (signal.aborted)
                reject(signal.reason);
            else
                fail(code);
        });
    });
}

;// CONCATENATED MODULE: ./lib/download/streaming/streaming-download.js












async function downloadStreaming(attempt, { facts, receive }, size) {
    const { context, artifact, work, to } = attempt;
    const { inputs, pool, progress, cache } = context;
    progress.expect(artifact.id, size);
    const stream = new HashedStream(attempt, size);
    if (cache !== undefined || keptFileName(inputs, artifact, facts) !== undefined) {
        const file = external_node_path_.join(work, 'archive');
        const sha256 = await stream.write(receive, file);
        return await finishFile(attempt, { file, bytes: size, sha256 }, facts);
    }
    const options = { ...planOptions(inputs, to), pool, mustHash: (0,verify/* mustHash */.sj)(inputs, artifact) };
    const { sha256, outcome } = await stream.unpack(receive, options);
    const digestCheck = sha256 === undefined ? 'unchecked' : (0,verify/* checkDigest */.H2)(artifact, sha256);
    const refusal = outcome instanceof archive_error/* ArchiveError */.d ? (0,verify/* refusalOf */.Of)(artifact, outcome, { digestCheck }) : undefined;
    if (refusal?.retryable && refusal.nextTry === 'counted')
        throw refusal;
    if (sha256 !== undefined)
        await (0,verify/* handleDigest */.Rf)(context, artifact, sha256);
    if (outcome instanceof archive_error/* ArchiveError */.d)
        throw refusal;
    return { ...outcome, digestCheck, fromCache: false };
}
class HashedStream {
    #size;
    #reader;
    #stop;
    #ring;
    #rings;
    #stream;
    #sha256;
    #readersBegin = () => { };
    constructor({ context, reader, rules, stop, onLastPart }, size) {
        const { services, rings } = context;
        this.#size = size;
        this.#reader = reader;
        this.#stop = stop;
        const ring = rings.take();
        this.#rings = rings;
        this.#ring = ring;
        const { concurrency } = services.queue;
        const from = firstRequestLength(rules);
        this.#stream = new PartStream(reader, { ring, size, from, concurrency, stop, onLastPart });
        const workerUrl = new URL('hash-worker.js', services.workerUrl);
        const after = new Promise(resolve => {
            this.#readersBegin = resolve;
        });
        this.#sha256 = hashRing(ring, { size, workerUrl, signal: stop.signal, after });
    }
    async write(receiveFirst, file) {
        const ring = this.#ring;
        const consumer = ring.consumer();
        this.#readersBegin();
        const handle = await (0,external_node_fs_promises_.open)(file, 'wx');
        try {
            const size = this.#size;
            const writing = writeRing(handle, { ring, consumer, size, signal: this.#stop.signal });
            const [sha256] = await allOrAbort(this.#stop, [this.#sha256, this.#stream.read(receiveFirst), writing]);
            this.#rings.giveBack(ring);
            return sha256;
        }
        finally {
            await handle.close();
        }
    }
    async unpack(receiveFirst, options) {
        const extraction = this.#extract(options).catch((error) => {
            if (error instanceof archive_error/* ArchiveError */.d && error.refusal !== 'limit' && options.mustHash)
                return error;
            throw error;
        });
        try {
            const tasks = [this.#sha256, extraction, this.#stream.read(receiveFirst)];
            const [sha256, outcome] = await allOrAbort(this.#stop, tasks);
            this.#rings.giveBack(this.#ring);
            return { sha256, outcome };
        }
        catch (error) {
            if (error instanceof archive_error/* ArchiveError */.d)
                return { sha256: undefined, outcome: error };
            throw error;
        }
    }
    get #tail() {
        return Math.max(SMALL_TAIL, Math.min(LARGE_TAIL, Math.ceil(this.#size / 50)));
    }
    async #extract({ pool, ...options }) {
        const { signal } = this.#stop;
        const consumer = this.#ring.consumer();
        try {
            const source = new RemoteSource(this.#reader, { size: this.#size, tail: this.#tail, signal });
            const plan = await (0,extract/* planExtraction */.dP)(source, { ...options, onCount: entries => pool.prepare(entries) });
            this.#readersBegin();
            return await plan.extract({ ring: this.#ring, consumer }, { pool, signal });
        }
        finally {
            consumer.release(this.#size);
            this.#readersBegin();
        }
    }
}

;// CONCATENATED MODULE: ./lib/download/artifact-download.js


















class ArtifactDownloader {
    #context;
    constructor(inputs, services, artifacts) {
        this.#context = openContext(inputs, services, artifacts);
    }
    get transferredBytes() {
        return this.#context.progress.bytes;
    }
    async close() {
        const { progress, client, pool } = this.#context;
        progress.close();
        client.close();
        await pool.close();
    }
    async fetch(artifact, target) {
        const fetched = await this.#fetch(artifact, target);
        const { unpack } = this.#context.inputs;
        if (unpack === undefined)
            return fetched;
        const { unpackNested } = await Promise.all(/* import() */[__webpack_require__.e(118), __webpack_require__.e(555)]).then(__webpack_require__.bind(__webpack_require__, 2555));
        return await unpackNested(this.#context, artifact, { fetched, target, unpack });
    }
    async #fetch(artifact, target) {
        const context = this.#context;
        const cached = await fetchFromCache(context, artifact, target);
        if (cached !== undefined)
            return cached;
        try {
            return await fetchFromStorage(context, artifact, target);
        }
        catch (error) {
            if (!(error instanceof verify/* ReplacedError */.n5))
                throw error;
            return await fetchFromStorage(context, artifact, target);
        }
    }
}
async function fetchFromStorage(context, artifact, target) {
    const { inputs, services, pool, rings, sharing, cache } = context;
    const rules = {
        artifact,
        mayBePartial: inputs.files !== undefined && cache === undefined,
        mayStream: inputs.files === undefined && isLarge(artifact, sharing.whole)
    };
    let mayUseRanges = true;
    return await services.queue.retry(async () => {
        try {
            return await inFolders(target, async (folders) => {
                const reader = openReader(context, rules, { artifact, mayUseRanges });
                const attempt = { context, artifact, reader, rules, stop: new AbortController(), ...folders };
                if (!rules.mayStream)
                    return await transfer(attempt);
                if (!inputs.skipDecompress)
                    pool.prepare(1);
                return await rings.run(() => void reader.prepare().catch(() => { }), onLastPart => transfer({ ...attempt, onLastPart }));
            });
        }
        catch (error) {
            if (error instanceof request_error/* RequestError */.G)
                throw error.status === 404 ? error.asRetryable('once') : error;
            if (!(error instanceof StartOver))
                throw error;
            const nextTry = mayUseRanges && !error.mayUseRanges ? 'free' : 'counted';
            mayUseRanges &&= error.mayUseRanges;
            throw storageError((0,formats/* artifactTitle */.pp)(artifact), error.reason, { nextTry });
        }
    });
}
function openReader({ inputs, services, client, progress }, { mayBePartial }, { artifact, mayUseRanges }) {
    const { artifacts, queue, report, signal } = services;
    const mask = (url) => {
        for (const secret of secretsOf(url))
            report.secret(secret);
    };
    return new RangeReader({
        subject: (0,formats/* artifactTitle */.pp)(artifact),
        locate: async () => {
            const isVerified = (0,verify/* mustHash */.sj)(inputs, artifact) && !mayBePartial;
            const location = await artifacts.locate(artifact, { isVerified });
            if (location.api === undefined)
                mask(location.url);
            return location;
        },
        onRedirect: mask,
        mayUseRanges,
        client,
        queue,
        signal,
        onBytes: count => progress.add(count)
    });
}
async function transfer(attempt) {
    const { context, artifact, reader, rules, stop } = attempt;
    const { signal } = context.services;
    (0,external_node_events_.setMaxListeners)(0, stop.signal);
    const onAbort = () => stop.abort(signal.reason);
    signal.addEventListener('abort', onAbort);
    let response;
    try {
        response = await reader.open(firstRequestLength(rules), stop.signal);
        const assumed = assumeArchive(artifact, response);
        const strategy = chooseStrategy(assumed.facts, rules);
        if (strategy.kind === 'ranges')
            return await downloadRanges(attempt, assumed, strategy.size);
        if (strategy.kind === 'streaming')
            return await downloadStreaming(attempt, assumed, strategy.size);
        return await downloadWhole(attempt, response);
    }
    catch (error) {
        releaseStackFrames(error);
        throw response !== undefined && isOtherFile(artifact, response, error)
            ? new StartOver((0,formats/* artifactTitle */.pp)(artifact), (0,download/* noArchive */.eY)(), { mayUseRanges: false })
            : error;
    }
    finally {
        signal.removeEventListener('abort', onAbort);
        stop.abort(new Error('finished'));
        await response?.discard();
    }
}
function assumeArchive(artifact, response) {
    const { facts } = response;
    return artifact[github_artifact/* ARTIFACT_TRAITS */.jl]?.isArchiveByBytes
        ? { ...response, facts: { ...facts, isArchive: true } }
        : response;
}
function isOtherFile(artifact, { facts }, error) {
    if (!artifact[github_artifact/* ARTIFACT_TRAITS */.jl]?.isArchiveByBytes || !facts.servesRanges)
        return false;
    const { cause } = error;
    const isNoArchive = cause instanceof archive_error/* ArchiveError */.d && cause.refusal === 'not-a-zip';
    return isNoArchive && rawFileName(artifact.name, facts) !== undefined;
}
function releaseStackFrames(error) {
    for (let current = error; current instanceof Error; current = current.cause)
        void current.stack;
}

;// CONCATENATED MODULE: ./lib/download/layout.js
function foldersOf({ name, id }, { mergeMultiple, names, ids, latest }) {
    if (mergeMultiple || ids.length === 1)
        return [];
    if (!latest)
        return [name, String(id)];
    return names.length === 1 ? [] : [name];
}

;// CONCATENATED MODULE: ./lib/download/unmatched-globs.js

const MAX_PATHS = 1000;
const MAX_LENGTH = 300;
function recordMisses(globs) {
    const paths = new Set();
    let hasMatch = false;
    const matches = (path) => {
        const isMatch = globs(path);
        hasMatch ||= isMatch;
        if (!isMatch && paths.size < MAX_PATHS && path.length <= MAX_LENGTH)
            paths.add(path);
        return isMatch;
    };
    const firstGlob = globs.lines?.find(line => !line.startsWith('!')) ?? '';
    return {
        matches: Object.assign(matches, globs.lines && { lines: globs.lines }),
        matched: () => hasMatch,
        missed: () => (0,similar_names/* similarNames */.q)(firstGlob, paths)
    };
}

// EXTERNAL MODULE: ./lib/install/target.js + 8 modules
var install_target = __webpack_require__(6738);
;// CONCATENATED MODULE: ./lib/operations/download.js




















async function download_download(inputs, services) {
    const { operation, deleteAfter } = inputs;
    const downloads = {
        path: inputs.path,
        placed: [],
        failed: [],
        files: 0,
        transferredBytes: 0,
        cacheHits: 0
    };
    let selected = [];
    let deletions;
    let failure;
    try {
        const selection = await selectArtifacts(inputs, services);
        selected = selection.selected;
        failure = selection.failure;
        if (failure === undefined) {
            await downloadSelected(selected, { inputs, services, downloads });
            if (deleteAfter) {
                deletions = await deleteDownloaded(downloads, services);
                if ((0,result/* isQuotaLate */.x)(inputs, deletions))
                    services.report.info((0,operations/* quotaIsLate */.L2)());
            }
            failure = bothOf(failure_failureOf('download', selected.length, downloads.failed), deletions && deletionFailure(deletions, selected.length));
        }
    }
    catch (error) {
        failure = (0,action_error/* asActionError */.z6)(error);
    }
    if (deleteAfter)
        deletions ??= noDeletions(selected);
    return { operation, selected, downloads, ...(deletions && { deletions }), ...(failure && { failure }) };
}
async function downloadSelected(selected, download) {
    const { inputs, services, downloads } = download;
    (0,verify/* checkExpectedDigests */.wf)(inputs, selected);
    await affordDownload(inputs, services, selected);
    const started = performance.now();
    const files = inputs.files && recordMisses(inputs.files);
    const unpack = inputs.unpack && recordMisses(inputs.unpack);
    const withGlobs = { ...download, inputs: { ...inputs, files: files?.matches, unpack: unpack?.matches } };
    await withLogGroup(services.report, { total: selected.length }, () => transferAndInstall(selected, withGlobs));
    noteNoMatches({ files, unpack }, downloads, services);
    noteNoDigest(inputs, downloads, services);
    const givesDigests = !downloads.placed.some(({ artifact }) => hasNoDigests(artifact));
    const elapsed = performance.now() - started;
    services.report.info((0,operations/* downloadedAll */.Dc)(downloads, { selected, elapsed, givesDigests }));
}
async function transferAndInstall(selected, download) {
    const { inputs, services, downloads } = download;
    const target = await (0,install_target/* openTarget */.Ap)(inputs.path);
    const downloader = new ArtifactDownloader(inputs, services, selected);
    const unbind = (0,garbage_collector/* limitYoungSpace */.CZ)();
    try {
        await new Installer({ ...download, target, downloader, label: (0,operations/* labelsOf */.PC)(selected) }).run(selected);
    }
    finally {
        unbind();
        downloads.transferredBytes = downloader.transferredBytes;
        await downloader.close();
        await target.close();
    }
    downloads.placed.sort((a, b) => (0,github_artifact/* newestFirst */.ll)(a.artifact, b.artifact));
}
class Installer {
    #options;
    #logged = new Set();
    constructor(options) {
        this.#options = options;
    }
    async run(selected) {
        const { inputs, services } = this.#options;
        const stageAll = inputs.mergeMultiple || inputs.onConflict === 'error';
        const all = [];
        await forEachConcurrently(selected.toReversed(), services.queue.concurrency, async (artifact) => {
            const staged = await this.#stage(artifact);
            if (staged === undefined)
                return;
            if (stageAll)
                all.push(staged);
            else
                await this.#install([staged]);
        });
        const oldestFirst = (a, b) => (0,github_artifact/* newestFirst */.ll)(b.placed.artifact, a.placed.artifact);
        if (all.length > 0)
            await this.#install(all.sort(oldestFirst));
    }
    async #stage(listed) {
        const { inputs, services, downloads, target, downloader } = this.#options;
        let artifact = listed;
        try {
            artifact = (0,verify/* withExpectedDigest */.nh)(inputs, listed);
            const ids = inputs.place.kind === 'ids' ? inputs.place.ids : [];
            const into = foldersOf(artifact, { ...inputs, ids });
            for (const segment of into)
                checkName(segment, 'artifact');
            const { files, bytes, digestCheck, fromCache, staging } = await downloader.fetch(artifact, target);
            if (fromCache)
                downloads.cacheHits++;
            return {
                staging,
                tree: { folder: staging.folder, into, label: (0,printable/* printable */.g)(artifact.name) },
                placed: {
                    artifact,
                    folder: external_node_path_.join(inputs.path, ...into),
                    files,
                    extractedSize: bytes,
                    digestCheck
                }
            };
        }
        catch (error) {
            services.signal.throwIfAborted();
            const isDiskError = (0,disk_error/* errnoOf */.UQ)(error) !== undefined;
            this.#failed(artifact, isDiskError ? (0,disk_error/* diskError */.wO)(error, (0,operations/* notStored */.br)(artifact)) : (0,action_error/* asActionError */.z6)(error));
            return undefined;
        }
    }
    async #install(all) {
        const { inputs, services, downloads, target, label } = this.#options;
        const trees = all.map(({ tree }) => tree);
        const placed = all.map(staged => staged.placed);
        try {
            const written = await target.install(trees, { onConflict: inputs.onConflict });
            downloads.files += written;
            downloads.placed.push(...placed);
            for (const { artifact, files, extractedSize: size, folder: absolute } of placed) {
                const folder = external_node_path_.relative(inputs.path, absolute);
                services.report.info((0,operations/* downloadedLine */.UG)(label(artifact), { files, size, folder }));
            }
        }
        catch (thrown) {
            const error = (0,action_error/* asActionError */.z6)(thrown);
            for (const { artifact } of placed)
                this.#failed(artifact, error);
        }
        finally {
            for (const { staging } of all)
                await staging.remove();
        }
    }
    #failed(artifact, error) {
        const { services, downloads } = this.#options;
        const key = failureKey(error);
        const isLogged = this.#logged.has(key);
        this.#logged.add(key);
        downloads.failed.push({ artifact, error });
        services.report.info(isLogged ? (0,operations/* failedToo */.yx)(artifact) : (0,operations/* failedLine */.E2)(error.message));
    }
}
function noteNoMatches(globs, { placed }, { report }) {
    if (placed.length === 0)
        return;
    const artifacts = placed.map(({ artifact }) => artifact);
    const warn = (input, { matches: { lines = [] }, missed }) => report.warning((0,operations/* noFileMatches */.Fk)(input, lines, { artifacts, similar: missed() }));
    const isEmpty = placed.every(({ files }) => files === 0);
    if (globs.files && isEmpty)
        warn('files', globs.files);
    if (globs.unpack && !isEmpty && !globs.unpack.matched())
        warn('unpack', globs.unpack);
}
function noteNoDigest({ digestMismatch }, { placed }, { report }) {
    const [first, ...more] = placed
        .map(({ artifact }) => artifact)
        .filter(artifact => !artifact.digest && !hasNoDigests(artifact));
    if (first === undefined || digestMismatch === 'ignore')
        return;
    report.notice((0,operations/* noDigest */.Q_)([first, ...more]));
}
function hasNoDigests({ [github_artifact/* ARTIFACT_TRAITS */.jl]: traits }) {
    return traits?.givesDigests === false;
}
async function deleteDownloaded({ placed }, services) {
    const isSafe = ({ digestCheck }) => digestCheck !== 'differs';
    const artifactsOf = (some) => some.map(({ artifact }) => artifact);
    const deletions = await deleteAll(artifactsOf(placed.filter(isSafe)), services);
    deletions.remaining.push(...artifactsOf(placed.filter(one => !isSafe(one))));
    return deletions;
}

;// CONCATENATED MODULE: ./lib/operations/list.js



const MAX_LINES = 100;
async function list(inputs, services) {
    const { report } = services;
    const { selected, failure } = await selectArtifacts(inputs, services);
    const shown = selected.slice(0, MAX_LINES);
    const label = (0,operations/* labelsOf */.PC)(shown);
    await withLogGroup(report, { total: selected.length, lines: shown.length }, () => {
        for (const artifact of shown)
            report.info((0,operations/* artifactLine */.VY)(artifact, label(artifact)));
        if (selected.length > MAX_LINES)
            report.info((0,operations/* moreArtifacts */.VF)(selected.length - MAX_LINES));
    });
    return { operation: inputs.operation, selected, ...(failure && { failure }) };
}

;// CONCATENATED MODULE: ./lib/operations/index.js


















const OPERATIONS = { list: list, get: list, download: download_download, delete: deleteArtifacts };
async function runOperation(inputs, host) {
    const { report, signal, workerUrl, firstDelay, checkDelay = CHECK_DELAY, clock = time_clock/* systemClock */.ml } = host;
    const queue = new RequestQueue({
        concurrency: inputs.concurrency,
        retries: inputs.retries,
        signal,
        clock,
        limits: new RateLimits({
            longestWait: inputs.rateLimitWait,
            share: inputs.shard?.count ?? 1,
            clock,
            signal,
            onWait: (wait, reason) => report.info(requestsPaused(wait, reason))
        }),
        ...(firstDelay !== undefined && { firstDelay }),
        onRetry: (error, delay) => report.info(retrying(error.message, delay))
    });
    const client = new ApiClient({
        dialect: dialectOf(inputs.apiUrl, host.env, inputs.ownServer),
        apiUrl: inputs.apiUrl,
        token: inputs.token,
        repository: inputs.repository,
        ownRepository: inputs.ownRepository,
        queue,
        access: deletes(inputs) ? 'write' : 'read',
        also: readsToo(inputs),
        stallTimeout: inputs.stallTimeout,
        signal,
        conditional: inputs.waitTimeout > 0 ||
            (inputs.place.kind === 'run' && (inputs.names.length > 0 || inputs.minCount > 0)),
        onAnswer: line => report.debug(line)
    });
    const rest = new ArtifactsApi(client);
    const { artifacts, serviceRequests } = chooseSource(inputs, {
        env: host.env,
        rest,
        dialect: () => client.dialect,
        queue,
        report,
        signal
    });
    const runs = new RunsApi(client);
    const commits = new CommitsApi(client);
    const refs = new RefsApi(client);
    const run = OPERATIONS[inputs.operation];
    let result;
    try {
        result = await run(inputs, {
            ...{ artifacts, runs, commits, refs, queue },
            ...{ report, signal, workerUrl, checkDelay }
        });
    }
    catch (error) {
        result = { operation: inputs.operation, selected: [], failure: (0,action_error/* asActionError */.z6)(error) };
    }
    if (!client.dialect.knowsCurrentRun) {
        result.pageNumberOf = runId => (runId === inputs.currentRunId ? undefined : runId);
    }
    else if (client.dialect.pagesByNumber) {
        const { GITHUB_RUN_NUMBER: current } = host.env;
        result.pageNumberOf = runId => runs.numberOf(runId) ??
            (runId === inputs.currentRunId && inputs.ownServer ? Number(current) || undefined : undefined);
    }
    if (signal.aborted && result.failure)
        result.failure = (0,action_error/* asActionError */.z6)(signal.reason);
    return {
        result,
        usage: {
            apiRequests: client.requests,
            serviceRequests: serviceRequests(),
            rateLimitRemaining: client.rateLimitRemaining
        }
    };
}
function readsToo(inputs) {
    const runs = (0,selection_inputs/* runsOf */.k)(inputs.place) ?? ANY_RUN;
    const readsRefs = inputs.operation === 'delete' && inputs.goneBranches;
    const readsCommits = runs.mergeBase !== undefined || runs.ancestors > 0;
    const readsPulls = runs.pullRequest !== undefined || runs.merged !== undefined;
    return [
        ...(readsRefs || readsCommits ? ['contents'] : []),
        ...(readsPulls ? ['pull-requests'] : [])
    ];
}
function deletes(inputs) {
    return inputs.operation === 'delete'
        ? !inputs.dryRun
        : inputs.operation === 'download' && inputs.deleteAfter;
}


/***/ })

};
