import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:crypto"
const external_node_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");
;// CONCATENATED MODULE: external "node:worker_threads"
const external_node_worker_threads_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");
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

;// CONCATENATED MODULE: ./lib/download/streaming/hash-worker.js



const STEP = 1 << 20;
// A thread of its own: receiving and hashing 1 GiB cost about as much each, so in one thread they would take twice.
const { memory, size } = external_node_worker_threads_namespaceObject.workerData;
const reader = new WindowReader(memory);
const hash = (0,external_node_crypto_namespaceObject.createHash)('sha256');
const say = (message) => external_node_worker_threads_namespaceObject.parentPort?.postMessage(message);
for (let at = 0; at < size;) {
    const length = Math.min(STEP, size - at);
    for (const piece of reader.pieces(at, length))
        hash.update(piece);
    at += length;
    say({ readTo: at });
}
say({ sha256: hash.digest('hex') });

