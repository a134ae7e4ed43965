export const id = 555;
export const ids = [555];
export const modules = {

/***/ 2555:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  unpackNested: () => (/* binding */ unpackNested)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __webpack_require__(50);
// EXTERNAL MODULE: ./lib/messages/archive.js
var archive = __webpack_require__(8890);
// EXTERNAL MODULE: ./lib/archive/entry-path.js
var entry_path = __webpack_require__(8332);
// EXTERNAL MODULE: ./lib/archive/extract.js + 4 modules
var extract = __webpack_require__(400);
;// CONCATENATED MODULE: ./lib/archive/link-target.js



function checkLinkTarget(target, { root, path, platform }) {
    if (target === '')
        return { refusal: 'link', reason: (0,archive/* archiveReason */.zR)('emptyTarget') };
    if (/^([\\/]|[A-Za-z]:)/.test(target))
        return { refusal: 'link', reason: (0,archive/* archiveReason */.zR)('absoluteTarget') };
    const at = path.split('/').slice(0, -1);
    let isReal = true;
    for (const segment of target.split('/')) {
        if (segment === '' || segment === '.')
            continue;
        if (segment !== '..') {
            const problem = (0,entry_path/* checkSegment */.cr)(segment, platform);
            if (problem !== undefined)
                return { ...problem, reason: (0,archive/* inLinkTarget */.R$)(problem.reason) };
            at.push(segment);
            isReal &&= isFolder([root, ...at].join('/'));
            continue;
        }
        if (!isReal)
            return { refusal: 'link', reason: (0,archive/* archiveReason */.zR)('upAfterLink') };
        if (at.pop() === undefined)
            return { refusal: 'link', reason: (0,archive/* archiveReason */.zR)('escapingTarget') };
    }
    return undefined;
}
function isFolder(path) {
    return (0,external_node_fs_.lstatSync)(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

// EXTERNAL MODULE: ./lib/archive/new-file.js
var new_file = __webpack_require__(6939);
// EXTERNAL MODULE: ./lib/archive/path-rules.js
var path_rules = __webpack_require__(4717);
// EXTERNAL MODULE: ./lib/archive/path-table.js
var path_table = __webpack_require__(4902);
// EXTERNAL MODULE: ./lib/archive/size-limits.js
var size_limits = __webpack_require__(318);
;// CONCATENATED MODULE: ./lib/archive/artifact-tree.js










const IS_FILE = 1;
const IS_FOLDER = 2;
const IS_LINK = 4;
const MAX_LINKS = 200_000;
const MAX_TARGET_BYTES = 32 << 20;
const LONGEST_TARGET = entry_path/* MAX_PATH_BYTES */.PR - 1;
const NO_HARD_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'];
class ArtifactTree {
    folder;
    platform;
    files = 0;
    bytes = 0;
    #folders = 0;
    #maxExtractedSize;
    #free;
    #paths = new path_table/* PathTable */.m(0);
    #folded;
    #recorded = { bytes: 0, folders: 0 };
    #links = [];
    #targetBytes = 0;
    constructor(folder, { free, folds, platform = process.platform, maxExtractedSize }) {
        this.folder = folder;
        this.platform = platform;
        this.#free = free;
        this.#maxExtractedSize = maxExtractedSize;
        this.#folded = folds ? new path_rules/* FoldedNames */.hU(this.#paths) : undefined;
    }
    static async open(folder, options) {
        const folds = options.folds ?? (0,extract/* foldsNames */.Bq)(folder);
        return new ArtifactTree(folder, { ...options, folds, free: await (0,size_limits/* freeSpace */.FP)(folder) });
    }
    get size() {
        return { bytes: this.bytes + this.#folders * size_limits/* FOLDER_BYTES */.FS, folders: this.#folders };
    }
    get mark() {
        return this.#paths.size;
    }
    record(path, bytes) {
        this.#paths.setFlags(this.#paths.add(path), bytes === undefined ? IS_FOLDER : IS_FILE);
        if (bytes === undefined)
            this.#folders++;
        else {
            this.files++;
            this.bytes += bytes;
        }
        this.#recorded = this.size;
    }
    addFolder(path) {
        if (path !== '')
            this.#makeFolder(this.#nodeOf(path));
    }
    addFile(path, size, attributes) {
        return new new_file/* NewFile */.P(this.claimFile(path, size), attributes);
    }
    claimFile(path, size) {
        this.#claim(path, IS_FILE, size);
        return this.#at(path);
    }
    addHardLink(path, target, mark) {
        const node = this.#paths.add(target);
        if (node <= mark || this.#paths.flagsOf(node) !== IS_FILE)
            throw (0,entry_path/* refusePath */.kK)('link', (0,archive/* archiveReason */.zR)('noEarlierFile'), path);
        this.#claim(path, IS_FILE, 0);
        try {
            (0,external_node_fs_.linkSync)(this.#at(target), this.#at(path));
        }
        catch (error) {
            if (!NO_HARD_LINKS.includes(error.code ?? ''))
                throw error;
            this.#grow((0,external_node_fs_.lstatSync)(this.#at(target)).size);
            (0,external_node_fs_.copyFileSync)(this.#at(target), this.#at(path), external_node_fs_.constants.COPYFILE_EXCL);
        }
    }
    addLink(path, target, mtime) {
        const bytes = Buffer.byteLength(target);
        if (bytes > LONGEST_TARGET)
            throw (0,entry_path/* refusePath */.kK)('name', (0,archive/* inLinkTarget */.R$)((0,archive/* pathTooLong */.GL)(LONGEST_TARGET)), path);
        this.#targetBytes += bytes;
        if (this.#links.length === MAX_LINKS || this.#targetBytes > MAX_TARGET_BYTES)
            throw (0,entry_path/* refusePath */.kK)('limit', (0,archive/* tooManyLinks */.Bt)(MAX_LINKS, MAX_TARGET_BYTES), path);
        this.#links.push({ node: this.#claim(path, IS_LINK, 0), target, mtime });
    }
    *createLinks() {
        for (const { node, target } of this.#links) {
            const path = this.#paths.pathOf(node);
            const problem = checkLinkTarget(target, { root: this.folder, path, platform: this.platform });
            if (problem !== undefined)
                throw (0,entry_path/* refusePath */.kK)(problem.refusal, problem.reason, path);
            yield;
        }
        for (const { node, target, mtime } of this.#links) {
            const path = this.#paths.pathOf(node);
            try {
                (0,external_node_fs_.symlinkSync)(target, this.#at(path));
            }
            catch (error) {
                if (error.code !== 'EPERM')
                    throw error;
                const hint = (0,archive/* linkNotAllowedAdvice */.mb)(process.platform);
                throw new action_error/* ActionError */.lZ('disk-failed', (0,archive/* linkNotAllowed */.yD)(path), { hint, cause: error });
            }
            (0,external_node_fs_.lutimesSync)(this.#at(path), (0,new_file/* timeOf */.n)(mtime), (0,new_file/* timeOf */.n)(mtime));
            yield;
        }
    }
    #at(path) {
        return `${this.folder}/${path}`;
    }
    #nodeOf(path) {
        const node = this.#paths.add(path);
        if (this.#paths.size > path_rules/* MAX_PATHS */.KD)
            throw (0,path_rules/* tooManyError */.G8)();
        this.#folded?.check();
        return node;
    }
    #claim(path, kind, size) {
        const node = this.#nodeOf(path);
        const flags = this.#paths.flagsOf(node);
        const taken = flags === IS_FOLDER ? 'fileAndFolder' : 'duplicatePath';
        if (flags !== 0)
            throw (0,entry_path/* refusePath */.kK)('duplicate', (0,archive/* archiveReason */.zR)(taken), path);
        this.#makeFolder(this.#paths.parentOf(node));
        this.#paths.setFlags(node, kind);
        this.#grow(size);
        this.files++;
        return node;
    }
    #makeFolder(node) {
        const flags = this.#paths.flagsOf(node);
        if (node === path_table/* ROOT */.D || flags === IS_FOLDER)
            return;
        if (flags !== 0)
            throw (0,entry_path/* refusePath */.kK)('duplicate', (0,archive/* archiveReason */.zR)('fileAndFolder'), this.#paths.pathOf(node));
        this.#makeFolder(this.#paths.parentOf(node));
        this.#paths.setFlags(node, IS_FOLDER);
        this.#folders++;
        this.#grow(0);
        (0,external_node_fs_.mkdirSync)(this.#at(this.#paths.pathOf(node)));
    }
    #grow(bytes) {
        this.bytes += bytes;
        const { size } = this;
        (0,size_limits/* checkMaxSize */.y$)(size, this.#maxExtractedSize);
        const { bytes: before, folders } = this.#recorded;
        (0,size_limits/* checkFreeSpace */.f$)({ bytes: size.bytes - before, folders: size.folders - folders }, this.#free);
    }
}

// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
var external_node_zlib_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_zlib_, 2);
// EXTERNAL MODULE: ./node_modules/tar-stream/index.js
var tar_stream = __webpack_require__(6118);
// EXTERNAL MODULE: ./lib/errors/archive-error.js
var archive_error = __webpack_require__(3030);
// EXTERNAL MODULE: ./lib/memory/garbage-collector.js
var garbage_collector = __webpack_require__(6446);
// EXTERNAL MODULE: ./lib/archive/central-header.js
var central_header = __webpack_require__(9081);
// EXTERNAL MODULE: ./lib/archive/entry-name.js
var entry_name = __webpack_require__(8496);
;// CONCATENATED MODULE: ./lib/archive/tar/block-check.js



const BLOCK = 512;
const ZEROS = Buffer.alloc(64 << 10);
const MAX_EXTENSION = 1 << 20;
const OVERHEAD = 64 << 20;
const OVERHEAD_PER_ENTRY = 64 << 10;
const FILES = ['0', '\0', '7'];
const OTHERS = ['1', '2', '5'];
const SUPPORTED_TYPES = [...FILES, ...OTHERS];
const [PAX, PAX_GLOBAL, GNU_NAME, GNU_LINK] = ['x', 'g', 'L', 'K'];
const EXTENSIONS = [PAX, PAX_GLOBAL, GNU_NAME, GNU_LINK];
const SPARSE = 'S';
const OLD_GNU_NAME = 'N';
class TarBlockCheck {
    #types = [];
    #part = Buffer.alloc(BLOCK);
    #filled = 0;
    #position = 0;
    #extension;
    #content = 0;
    #waiting = new Set();
    #paxSize;
    #isSparse = false;
    #zeros = 0;
    #isUnknown = false;
    #entries = 0;
    #overhead = 0;
    check(chunk) {
        let at = 0;
        while (at < chunk.length && !this.#isUnknown) {
            if (this.#zeros === 2) {
                this.#checkAfterEnd(chunk.subarray(at));
                return chunk.subarray(0, at);
            }
            at += this.#content > 0 ? this.#pass(chunk.length - at) : this.#receive(chunk, at);
        }
        return chunk;
    }
    end() {
        if (this.#isUnknown || this.#zeros === 2)
            return;
        const isCut = this.#content > 0 || this.#filled > 0 || this.#waiting.size > 0 || this.#extension !== undefined;
        throw refuse('truncated', isCut ? 'tarCutOff' : 'tarEndMissing');
    }
    takeType() {
        return this.#types.shift();
    }
    #pass(available) {
        const count = Math.min(this.#content, available);
        this.#content -= count;
        this.#position += count;
        return count;
    }
    #receive(chunk, at) {
        const count = chunk.copy(this.#part, this.#filled, at);
        this.#filled += count;
        this.#position += count;
        this.#countOverhead(count);
        if (this.#filled === this.#part.length) {
            const part = this.#part;
            this.#part = Buffer.alloc(BLOCK);
            this.#filled = 0;
            if (this.#extension === undefined)
                this.#checkBlock(part);
            else
                this.#checkExtension(part.subarray(0, this.#extension.size), this.#extension.type);
        }
        return count;
    }
    #checkBlock(block) {
        if (isZero(block)) {
            if (this.#waiting.size > 0)
                throw refuse('structure', 'tarExtensionUnused');
            this.#zeros++;
            return;
        }
        if (this.#zeros > 0)
            throw refuse('structure', 'bytesAfterTarEnd');
        if (!isHeader(block))
            throw new archive_error/* ArchiveError */.d('structure', (0,archive/* noTarHeader */.G_)(this.#position - BLOCK));
        const type = String.fromCharCode(block.readUInt8(156));
        const size = numberAt(block, 124, 12);
        if (size === undefined)
            throw refuse('structure', 'tarNumber');
        if (EXTENSIONS.includes(type))
            this.#startExtension(type, size);
        else
            this.#startEntry(this.#isSparse ? SPARSE : type, this.#paxSize ?? size);
    }
    #startExtension(type, size) {
        if (size === 0 || size > MAX_EXTENSION)
            throw refuse('structure', 'tarExtension');
        this.#extension = { type, size };
        this.#part = Buffer.alloc(padded(size));
        if (type === PAX_GLOBAL)
            return;
        if (this.#waiting.has(type))
            throw refuse('structure', 'tarExtensionTwice');
        this.#waiting.add(type);
    }
    #startEntry(type, size) {
        this.#entries++;
        this.#waiting.clear();
        this.#paxSize = undefined;
        this.#isSparse = false;
        if (type === OLD_GNU_NAME)
            throw new archive_error/* ArchiveError */.d('unsupported', (0,archive/* tarHasType */.YN)(type));
        this.#types.push(type);
        if (FILES.includes(type))
            this.#content = padded(size);
        else if (!OTHERS.includes(type))
            this.#isUnknown = true;
        else if (size !== 0)
            throw refuse('structure', type === '5' ? 'folderWithData' : 'linkWithData');
    }
    #checkExtension(content, type) {
        this.#extension = undefined;
        if (type === GNU_NAME || type === GNU_LINK) {
            const end = content.indexOf(0);
            if (end === 0 || (end > 0 && !isZero(content.subarray(end))))
                throw refuse('structure', 'tarExtension');
            return;
        }
        const records = paxRecords(content);
        if (records === undefined)
            throw refuse('structure', 'tarExtension');
        const isSparse = [...records.keys()].some(key => key.startsWith('GNU.sparse.'));
        const size = records.get('size');
        if (type === PAX_GLOBAL) {
            if (isSparse || GLOBAL_REFUSED.some(key => records.has(key)))
                throw refuse('unsupported', 'tarGlobal');
            return;
        }
        for (const key of ['path', 'linkpath']) {
            const value = records.get(key);
            if (value !== undefined && (0,entry_name/* decodeUtf8 */._)(value) === undefined)
                throw refuse('name', 'nameNotUtf8');
        }
        this.#isSparse = isSparse;
        this.#paxSize = size && decimal(size.toString('latin1'));
        if (size !== undefined && this.#paxSize === undefined)
            throw refuse('structure', 'tarNumber');
    }
    #checkAfterEnd(bytes) {
        if (!isZero(bytes))
            throw refuse('structure', 'bytesAfterTarEnd');
        this.#countOverhead(bytes.length);
    }
    #countOverhead(count) {
        this.#overhead += count;
        if (this.#overhead > OVERHEAD + this.#entries * OVERHEAD_PER_ENTRY)
            throw refuse('limit', 'tarOverhead');
    }
}
const GLOBAL_REFUSED = ['path', 'linkpath', 'size'];
function refuse(refusal, reason) {
    return new archive_error/* ArchiveError */.d(refusal, (0,archive/* archiveReason */.zR)(reason));
}
function isHeader(block) {
    let sum = 8 * 0x20;
    for (let at = 0; at < BLOCK; at++)
        if (at < 148 || at >= 156)
            sum += block[at];
    return numberAt(block, 148, 8) === sum && /^ustar(\0| {2}\0)/.test(block.toString('latin1', 257, 265));
}
function numberAt(block, start, length) {
    const field = block.subarray(start, start + length);
    if (field[0] === 0x80) {
        const isSafe = length <= 8 || isZero(field.subarray(1, length - 8));
        const value = isSafe && length > 8 ? field.readBigUInt64BE(length - 8) : undefined;
        return value !== undefined && value <= Number.MAX_SAFE_INTEGER ? Number(value) : undefined;
    }
    const [, digits] = /^ *([0-7]*)[ \0]*$/.exec(field.toString('latin1')) ?? [];
    return digits === undefined ? undefined : Number.parseInt(digits || '0', 8);
}
function paxRecords(bytes) {
    const records = new Map();
    for (let at = 0; at < bytes.length;) {
        const [, digits = ''] = /^([1-9]\d{0,6}) /.exec(bytes.toString('latin1', at, at + 8)) ?? [];
        const end = at + Number(digits);
        const start = at + digits.length + 1;
        const equals = bytes.subarray(start, end).indexOf('=');
        if (digits === '' || end > bytes.length || equals < 1 || bytes[end - 1] !== 0x0a)
            return undefined;
        records.set(bytes.toString('utf8', start, start + equals), bytes.subarray(start + equals + 1, end - 1));
        at = end;
    }
    return records;
}
function decimal(text) {
    return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}
function padded(size) {
    return Math.ceil(size / BLOCK) * BLOCK;
}
function isZero(bytes) {
    for (let at = 0; at < bytes.length; at += ZEROS.length) {
        const part = bytes.subarray(at, at + ZEROS.length);
        if (!part.equals(ZEROS.subarray(0, part.length)))
            return false;
    }
    return true;
}

;// CONCATENATED MODULE: ./lib/archive/tar/unpack-tar.js











const CHUNK = 256 << 10;
const SMALL_FRAMES = 1000;
const FRAME = 16 << 10;
const MAX_TIME = 8.64e15;
const { createZstdDecompress } = external_node_zlib_namespaceObject;
const HAS_ZSTD = createZstdDecompress !== undefined;
async function unpackTar({ file, compression, signal, ...destination }) {
    const check = new TarBlockCheck();
    const parser = (0,tar_stream.extract)({ filenameEncoding: 'latin1' });
    const feeding = (0,external_node_stream_promises_.pipeline)(checkedChunks(file, compression, check), parser, { signal });
    feeding.catch(() => { });
    const mark = destination.tree.mark;
    try {
        for await (const entry of parser) {
            await unpackEntry(entry, { ...destination, type: check.takeType() ?? '', mark });
        }
        await feeding;
    }
    catch (error) {
        await feeding.catch(() => { });
        signal.throwIfAborted();
        throw readError(error);
    }
}
async function* checkedChunks(file, compression, check) {
    for await (const chunk of compression === 'none' ? reading(file) : inflated(file, compression)) {
        (0,garbage_collector/* countChunk */.J8)(chunk);
        const part = check.check(chunk);
        if (part.length > 0)
            yield part;
    }
    check.end();
}
async function* inflated(file, compression) {
    const create = compression === 'gzip' ? external_node_zlib_.createGunzip : createZstdDecompress;
    for (let start = 0, frames = 1;; frames++) {
        const input = reading(file, start);
        const engine = create({ chunkSize: CHUNK });
        input.on('error', error => engine.destroy(error));
        try {
            yield* input.pipe(engine);
        }
        finally {
            input.destroy();
            engine.destroy();
        }
        start += engine.bytesWritten;
        if (await isZeroFrom(file, start))
            return;
        if (compression === 'gzip')
            throw new archive_error/* ArchiveError */.d('deflate', (0,archive/* archiveReason */.zR)('bytesLeftOver'));
        if (frames > SMALL_FRAMES + start / FRAME)
            throw new archive_error/* ArchiveError */.d('limit', (0,archive/* archiveReason */.zR)('zstdFrames'));
    }
}
async function isZeroFrom(file, start) {
    for await (const chunk of reading(file, start))
        if (!isZero(chunk))
            return false;
    return true;
}
function reading(file, start = 0) {
    return (0,external_node_fs_.createReadStream)(file, { start, highWaterMark: CHUNK });
}
function readError(thrown) {
    const { code = '' } = thrown;
    if (code === 'Z_BUF_ERROR')
        return new archive_error/* ArchiveError */.d('truncated', (0,archive/* archiveReason */.zR)('deflateUnfinished'));
    if (!/^(Z_|ZSTD_)/.test(code))
        return thrown;
    return new archive_error/* ArchiveError */.d('deflate', (0,archive/* archiveReason */.zR)('deflateInvalid'));
}
async function unpackEntry(entry, { type, mark, tree, into, onWritten }) {
    const { header } = entry;
    const pax = (header.pax ?? {});
    const name = textOf(header.name, pax.path);
    if (!SUPPORTED_TYPES.includes(type))
        throw (0,entry_path/* refusePath */.kK)('346'.includes(type) ? 'link' : 'unsupported', (0,archive/* tarHasType */.YN)(type), name);
    const isFolder = type === '5' || (name.endsWith('/') && ['0', '\0'].includes(type));
    if (isFolder && (name === './' || name === '.'))
        return;
    const path = isFolder ? (0,entry_path/* pathOfName */._8)(name) : name.replace(/^\.\//, '');
    const problem = (0,entry_path/* checkEntryPath */.iX)(path || name, tree.platform);
    if (problem !== undefined)
        throw (0,entry_path/* refusePath */.kK)(problem.refusal, problem.reason, name);
    if (isFolder && header.size !== 0)
        throw (0,entry_path/* refusePath */.kK)('structure', (0,archive/* archiveReason */.zR)('folderWithData'), path);
    const place = (0,entry_path/* pathIn */.lW)(into, path);
    if (isFolder)
        return tree.addFolder(place);
    const mtime = timeOf(header, pax, path);
    switch (type) {
        case '1': {
            const linkname = textOf(header.linkname, pax.linkpath);
            const target = (0,entry_path/* pathOfName */._8)(linkname);
            const problem = (0,entry_path/* checkEntryPath */.iX)(target || linkname, tree.platform);
            if (problem !== undefined)
                throw (0,entry_path/* refusePath */.kK)(problem.refusal, (0,archive/* inLinkTarget */.R$)(problem.reason), path);
            return tree.addHardLink(place, (0,entry_path/* pathIn */.lW)(into, target), mark);
        }
        case '2':
            return tree.addLink(place, textOf(header.linkname, pax.linkpath), mtime);
        default: {
            const file = tree.addFile(place, header.size, { mode: (0,central_header/* modeOf */.VV)(header.mode), mtime });
            try {
                for await (const chunk of entry) {
                    file.write(chunk);
                    onWritten(chunk.length);
                }
                file.finish();
            }
            finally {
                file.close();
            }
            return;
        }
    }
}
function textOf(bytes, fromPax) {
    if (bytes === null)
        return '';
    const text = fromPax ? bytes : (0,entry_name/* decodeUtf8 */._)(Buffer.from(bytes, 'latin1'));
    if (text === undefined)
        throw (0,entry_path/* refusePath */.kK)('name', (0,archive/* archiveReason */.zR)('nameNotUtf8'), bytes);
    return text;
}
function timeOf({ mtime }, pax, path) {
    const seconds = mtime.getTime() < 0 ? mtime.getTime() / 1000 - 1 : mtime.getTime() / 1000;
    const time = (pax.mtime ? Number(pax.mtime) : seconds) * 1000;
    if (!(Math.abs(time) <= MAX_TIME))
        throw (0,entry_path/* refusePath */.kK)('structure', (0,archive/* archiveReason */.zR)('tarTime'), path);
    return time;
}

// EXTERNAL MODULE: ./lib/install/event-loop-pause.js
var event_loop_pause = __webpack_require__(3241);
// EXTERNAL MODULE: ./lib/install/retry-busy.js
var retry_busy = __webpack_require__(3843);
// EXTERNAL MODULE: ./lib/messages/download.js
var download = __webpack_require__(7814);
// EXTERNAL MODULE: ./lib/messages/formats.js
var formats = __webpack_require__(1676);
// EXTERNAL MODULE: ./lib/download/verify.js
var verify = __webpack_require__(3419);
;// CONCATENATED MODULE: ./lib/download/unpack-nested.js














const COLLECT_EVERY = 20_000;
const FORMATS = [
    [/\.tar$/i, 'none'],
    [/\.(tar\.gz|tgz)$/i, 'gzip'],
    [/\.tar\.zst$/i, 'zstd'],
    [/\.zip$/i, 'zip']
];
async function unpackNested(context, artifact, given) {
    const { fetched, target, unpack } = given;
    let isDone = false;
    try {
        const { files, bytes } = await context.unpackLimit(() => unpackStaged(context, artifact, { folder: fetched.staging.folder, target, unpack }));
        isDone = true;
        return { ...fetched, files, bytes };
    }
    catch (error) {
        throw error instanceof archive_error/* ArchiveError */.d ? (0,verify/* refusalOf */.Of)(artifact, error, { digestCheck: 'matches' }) : error;
    }
    finally {
        if (!isDone)
            await fetched.staging.remove();
    }
}
async function unpackStaged(context, artifact, { folder, target, unpack }) {
    const { inputs, services } = context;
    const tree = await ArtifactTree.open(folder, { maxExtractedSize: inputs.maxExtractedSize });
    const archives = [];
    const pause = new event_loop_pause/* EventLoopPause */.n();
    for (const { path: name, size } of walk(folder)) {
        if (size !== undefined && unpack(name))
            archives.push({ name, file: '', format: formatOf(name) });
        else
            tree.record(name, size);
        if (pause.isDue)
            await pause.wait();
    }
    if (archives.length === 0)
        return tree;
    const work = await target.stage();
    try {
        for (const [index, archive] of archives.entries()) {
            archive.file = external_node_path_.join(work.folder, String(index));
            await (0,retry_busy/* retryBusy */.O)(() => (0,promises_.rename)(external_node_path_.join(folder, archive.name), archive.file));
        }
        for (const archive of archives) {
            const { files, bytes } = tree;
            await unpackOne(context, archive, tree);
            const unpacked = { files: tree.files - files, size: tree.bytes - bytes };
            services.report.info((0,download/* unpackedArchive */.o3)((0,formats/* artifactTitle */.pp)(artifact), archive.name, unpacked));
            await (0,promises_.rm)(archive.file);
        }
        for (const _ of tree.createLinks())
            if (pause.isDue)
                await pause.wait();
        return tree;
    }
    finally {
        await work.remove();
    }
}
async function unpackOne(context, archive, tree) {
    const { progress, services } = context;
    const { name, file, format } = archive;
    const into = external_node_path_.posix.dirname(name) === '.' ? '' : external_node_path_.posix.dirname(name);
    try {
        if (format === 'zip')
            return await unpackZip(context, { file, tree, into });
        const onWritten = (bytes) => progress.addUnpacked(bytes);
        await unpackTar({ file, compression: format, tree, into, onWritten, signal: services.signal });
    }
    catch (error) {
        if (!(error instanceof archive_error/* ArchiveError */.d))
            throw error;
        const { refusal, hint = (0,download/* nestedRefusedHint */.Fv)(), reason, entry } = error;
        throw new archive_error/* ArchiveError */.d(refusal, (0,download/* inArchive */.Se)(name, reason, entry), { hint, cause: error });
    }
}
async function unpackZip({ inputs: { maxExtractedSize }, services: { signal }, pool, progress }, { file, tree, into }) {
    const to = `${file}.unpacked`;
    (0,external_node_fs_.mkdirSync)(to);
    const { bytes } = await (0,extract/* extractArchive */.Qh)({ file, to, pool, signal, maxExtractedSize, already: tree.size });
    progress.addUnpacked(bytes);
    const pause = new event_loop_pause/* EventLoopPause */.n();
    let moved = 0;
    for (const { path: name, size } of walk(to)) {
        const place = (0,entry_path/* pathIn */.lW)(into, name);
        if (pause.isDue)
            await pause.wait();
        if (++moved % COLLECT_EVERY === 0)
            garbage_collector/* garbageCollector */.be.collectAll();
        if (size === undefined) {
            tree.addFolder(place);
            continue;
        }
        const file = tree.claimFile(place, size);
        await (0,retry_busy/* retryBusy */.O)(() => (0,external_node_fs_.renameSync)(external_node_path_.join(to, name), file));
    }
}
function* walk(folder, under = '') {
    for (const entry of (0,external_node_fs_.readdirSync)(external_node_path_.join(folder, under))) {
        const name = (0,entry_path/* pathIn */.lW)(under, entry);
        const stats = (0,external_node_fs_.lstatSync)(external_node_path_.join(folder, name));
        yield { path: name, size: stats.isDirectory() ? undefined : stats.size };
        if (stats.isDirectory())
            yield* walk(folder, name);
    }
}
function formatOf(name) {
    const format = FORMATS.find(([ending]) => ending.test(name))?.[1];
    if (format === undefined) {
        const hint = (0,download/* unsupportedArchiveHint */.xx)();
        throw new archive_error/* ArchiveError */.d('unsupported', (0,download/* unsupportedArchive */.sK)(), { entry: name, hint });
    }
    if (format === 'zstd' && !HAS_ZSTD) {
        const hint = (0,download/* zstdUnsupportedHint */.uk)();
        throw new archive_error/* ArchiveError */.d('unsupported', (0,download/* zstdUnsupported */.p8)(process.version), { entry: name, hint });
    }
    return format;
}


/***/ })

};
