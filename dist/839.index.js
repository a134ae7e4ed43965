export const id = 839;
export const ids = [839];
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


/***/ }),

/***/ 5839:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runStep: () => (/* binding */ runStep)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 6 modules
var core = __webpack_require__(8341);
// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __webpack_require__(50);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
;// CONCATENATED MODULE: ./lib/errors/request-error.js

/** A request that failed. Whoever throws it sets its fields; nobody changes them. */
class RequestError extends action_error/* ActionError */.lZ {
    name = 'RequestError';
    status;
    retryable;
    retryAfter;
    nextTry;
    /** Whether the server may have carried out the request although no answer arrived. */
    mayBeDone;
    subject;
    reason;
    serverMessage;
    /** How many tries were made. */
    attempts;
    /** Whether an earlier try may have been carried out although its answer was lost. */
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
        this.mayBeDone = status === undefined ? !unsent : status >= 500;
        this.subject = details.subject;
        this.reason = details.reason ?? message;
        this.serverMessage = details.serverMessage;
        this.attempts = attempts;
        this.afterLostAnswer = afterLostAnswer;
    }
    /** This error as the final one: what the layer that retries throws when it gives up. */
    asFinal({ attempts = this.attempts, afterLostAnswer = this.afterLostAnswer } = {}) {
        const isSame = attempts === this.attempts && afterLostAnswer === this.afterLostAnswer;
        if (isSame && !this.retryable)
            return this;
        const learned = { attempts, afterLostAnswer, retryable: false, cause: this.cause };
        const final = new RequestError(this.code, this.message, { ...this.#details, ...learned });
        if (this.stack !== undefined)
            final.stack = this.stack;
        return final;
    }
}
/** Whether a status or a broken connection (undefined) may be another thing next time. */
function isTransient(status) {
    return status === undefined || status === 408 || status === 429 || (status >= 500 && status !== 501);
}

;// CONCATENATED MODULE: ./lib/http/points-window.js
/**
 * What GitHub's secondary limits allow of REST requests: 900 points in a minute, a GET is 1 and a DELETE 5, so at most
 * 180 deletes. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 */
const POINTS = 900;
const WINDOW = 60_000;
/** What a request costs against the secondary limits. */
const POINTS_OF = { GET: 1, DELETE: 5 };
const DEAREST = POINTS_OF.DELETE;
/**
 * Points spent in a rolling minute. A request counts from when it is sent until a minute after it was answered: the
 * server counts it when it comes in, somewhere between the two, so by the server's book-keeping too there are never more.
 */
class PointsWindow {
    #points;
    #length;
    #inFlight = 0;
    #ended = [];
    #endedPoints = 0;
    /** @param share what share of the limit is this job's: one in so many */
    constructor(share = 1) {
        this.#points = Math.max(DEAREST, Math.floor(POINTS / share));
        // A share that is less than one DELETE a minute is one in more than a minute.
        this.#length = WINDOW * Math.max(1, (DEAREST * share) / POINTS);
    }
    /**
     * How long until so many points can be spent, in ms: 0 is now, undefined when it depends on an answer that is still
     * to come.
     */
    wait(points, now) {
        this.#forget(now);
        let over = this.#inFlight + this.#endedPoints + points - this.#points;
        if (over <= 0)
            return 0;
        for (const ended of this.#ended) {
            over -= ended.points;
            if (over <= 0)
                return ended.at + this.#length - now;
        }
        return undefined;
    }
    start(points) {
        this.#inFlight += points;
    }
    end(points, now) {
        this.#forget(now);
        this.#inFlight -= points;
        this.#ended.push({ at: now, points });
        this.#endedPoints += points;
    }
    #forget(now) {
        const first = this.#ended.findIndex(({ at }) => at + this.#length > now);
        const old = this.#ended.splice(0, first < 0 ? this.#ended.length : first);
        for (const { points } of old)
            this.#endedPoints -= points;
    }
}

;// CONCATENATED MODULE: ./lib/messages/plural.js
/** `1 artifact`, `2 artifacts` */
function plural(count, noun) {
    return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

// EXTERNAL MODULE: ./lib/messages/printable.js
var printable = __webpack_require__(5539);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(8474);
// EXTERNAL MODULE: ./lib/time/clock.js
var time_clock = __webpack_require__(4795);
;// CONCATENATED MODULE: ./lib/http/rate-limits.js




/** "Wait for at least one minute before retrying", then exponentially longer, in ms. */
const SECONDARY_WAIT = 60_000;
/** The first wait where the server asks for less, in ms; doubled each time that it refuses again. */
const SHORTEST_WAIT = 1000;
/** A shorter pause is not worth a line in the log, in ms. */
const TELLING_PAUSE = 5000;
/**
 * The limits of the API, obeyed by all requests of a step together: one gate that they pass before they are sent.
 *
 * - A refusal with `retry-after`, or by a secondary limit: nobody sends anything, to storage neither, for so long.
 * - `x-ratelimit-remaining: 0`: nothing more goes to the API until `x-ratelimit-reset`.
 * - Where the server sends limit headers at all, requests keep to the points that its secondary limits allow.
 *
 * A wait longer than `longestWait` is not begun: the request fails with `api-rate-limited`, and so do those after it.
 */
class RateLimits {
    #options;
    #clock;
    #window;
    #answers = new external_node_events_.EventEmitter().setMaxListeners(0);
    /** Whether the server sends limit headers. */
    #limited = false;
    #budget;
    #inFlight = 0;
    #quietUntil = 0;
    /** The refusals since the last success. */
    #refusals;
    #givenUp;
    #toldUntil = 0;
    constructor(options) {
        this.#options = options;
        this.#clock = options.clock ?? time_clock/* systemClock */.m;
        this.#window = new PointsWindow(options.share);
    }
    /** What the server said is left of the primary limit; undefined where it says nothing (GHES by default). */
    get remaining() {
        return this.#budget?.remaining;
    }
    /** Whether so many more requests fit into what is left of the primary limit, or into a wait for more. */
    affords(requests) {
        const { remaining = Number.POSITIVE_INFINITY, resetAt = Number.POSITIVE_INFINITY } = this.#budget ?? {};
        return requests <= remaining || resetAt - this.#clock.now() <= this.#options.longestWait;
    }
    /** When the primary limit lifts, as ISO 8601; undefined where the server does not say. */
    get resetsAt() {
        const resetAt = this.#budget?.resetAt;
        return resetAt === undefined ? undefined : isoTime(resetAt);
    }
    /**
     * A permit where a request may be sent now, else a promise that settles when it is worth asking again.
     *
     * @param points what it costs; 0 for a request to storage
     * @throws RequestError with code `api-rate-limited` when the wait would be longer than `longestWait`
     */
    admit(points) {
        const now = this.#clock.now();
        if (now < this.#quietUntil)
            return this.#pause(this.#quietUntil - now, 'the server asks for it (rate limit)');
        if (points > 0) {
            const wait = this.#budgetWait(now) ?? this.#paceWait(points, now);
            if (wait !== undefined)
                return wait;
            this.#inFlight++;
            this.#window.start(points);
        }
        return { points, startedAt: now };
    }
    /** A request has been answered, or will not be. */
    leave({ points }) {
        if (points === 0)
            return;
        this.#inFlight--;
        this.#window.end(points, this.#clock.now());
        this.#answers.emit('answer');
    }
    /** What an answer's headers say. Answers may come in another order than the server gave them. */
    note({ remaining, resetIn }) {
        if (remaining === undefined)
            return;
        this.#limited = true;
        const resetAt = resetIn === undefined ? undefined : this.#clock.now() + resetIn;
        const before = this.#budget;
        // The header has whole seconds: the same moment may come out a little different.
        const sameHour = before?.resetAt === undefined || (resetAt ?? 0) < before.resetAt + 60_000;
        this.#budget =
            before !== undefined && sameHour && before.remaining < remaining ? before : { remaining, resetAt };
    }
    /** The server took a request: a limit that held has lifted. */
    passed({ startedAt }) {
        if (startedAt >= this.#quietUntil)
            this.#refusals = undefined;
    }
    /**
     * The server refused a request for a limit: the gate closes, unless the wait would be longer than `longestWait`.
     *
     * @returns what to throw for this request: the error, or its final form if the limit is not waited for
     */
    refused({ startedAt }, error) {
        const now = this.#clock.now();
        this.#refusals ??= { since: now, rounds: 0 };
        // Those that were on their way together are refused together.
        if (this.#refusals.rounds === 0 || startedAt >= this.#quietUntil)
            this.#refusals.rounds++;
        const usedUp = error.retryAfter === undefined && this.#budget?.remaining === 0;
        const quiet = now + this.#quiet(error.retryAfter, this.#refusals.rounds);
        const resetAt = this.#budget?.resetAt;
        // A reset that has passed already says nothing: not to ask again at once.
        const isStale = resetAt !== undefined && resetAt <= now;
        const waitsForReset = usedUp && !isStale;
        const until = waitsForReset ? resetAt : quiet;
        if (until === undefined || until - this.#refusals.since > this.#options.longestWait) {
            const final = error.asFinal();
            this.#givenUp = { error: final, until: until ?? Number.POSITIVE_INFINITY };
            return final;
        }
        if (!waitsForReset)
            this.#quietUntil = Math.max(this.#quietUntil, until);
        return error;
    }
    #quiet(asked, rounds) {
        const times = 2 ** (rounds - 1);
        return asked === undefined ? SECONDARY_WAIT * times : Math.max(asked, SHORTEST_WAIT * times);
    }
    #budgetWait(now) {
        if (this.#givenUp !== undefined && now < this.#givenUp.until)
            throw again(this.#givenUp.error);
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
            return this.#pause(resetAt - now, "the token's rate limit is used up");
        }
        // What is on its way may use up what is left.
        return this.#inFlight >= remaining ? this.#answer() : undefined;
    }
    #paceWait(points, now) {
        if (!this.#limited)
            return undefined;
        const wait = this.#window.wait(points, now);
        if (wait === 0)
            return undefined;
        return wait === undefined
            ? this.#answer()
            : this.#pause(wait, 'the server allows so many requests a minute');
    }
    #answer() {
        const { signal } = this.#options;
        return (0,external_node_events_.once)(this.#answers, 'answer', signal ? { signal } : {});
    }
    #pause(milliseconds, why) {
        const now = this.#clock.now();
        if (milliseconds >= TELLING_PAUSE && now >= this.#toldUntil) {
            this.#toldUntil = now + milliseconds;
            this.#options.onWait?.(milliseconds, why);
        }
        return this.#clock.sleep(milliseconds, this.#options.signal);
    }
}
/** The advice on a limit that is used up. `until` is ISO 8601. */
function usedUpHint(until) {
    const when = until === undefined ? '' : ` until ${until}`;
    return `The token's rate limit is used up${when}. A GITHUB_TOKEN has 1,000 requests an hour for each repository; the token of a GitHub App has more. rate-limit-wait says how long to wait for it.`;
}
function usedUp(resetAt) {
    const until = resetAt === undefined ? undefined : isoTime(resetAt);
    const when = until === undefined ? '' : `, until ${until}`;
    return new RequestError('api-rate-limited', `The API takes no more requests${when}: x-ratelimit-remaining is 0`, { hint: usedUpHint(until), retryable: false });
}
/** The same refusal for another request. */
function again(error) {
    return new RequestError('api-rate-limited', error.message, {
        hint: error.hint,
        status: error.status,
        retryable: false,
        cause: error
    });
}
function isoTime(milliseconds) {
    return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

;// CONCATENATED MODULE: ./lib/http/retry-after.js
/** A moment past this, in s, is no moment: it would not fit a date. */
const LAST_SECOND = 1e11;
/**
 * What the server asks to wait (`Retry-After`, RFC 9110, 10.2.3: seconds or a date), in ms; undefined where it does not.
 * `now` is our clock in ms, used where the server does not tell its own.
 */
function retryAfter(headers, now) {
    const value = headers['retry-after'];
    const seconds = wholeNumber(value);
    if (seconds !== undefined)
        return seconds * 1000;
    const date = Date.parse(String(value ?? ''));
    return Number.isNaN(date) ? undefined : Math.max(0, date - serverTime(headers, now));
}
/** The runner's clock may be wrong: the server's own is what its moments go by. */
function serverTime(headers, now) {
    const date = Date.parse(String(headers.date ?? ''));
    return Number.isNaN(date) ? now : date;
}
function wholeNumber(value) {
    const text = String(value ?? '');
    return /^\d+$/.test(text) && Number(text) < LAST_SECOND ? Number(text) : undefined;
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(4708);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(7030);
// EXTERNAL MODULE: external "node:tls"
var external_node_tls_ = __webpack_require__(1692);
;// CONCATENATED MODULE: ./lib/http/tunnel.js




/** The code of an error without a tunnel: the server was not reached. */
const NO_TUNNEL = 'ENOTUNNEL';
/**
 * Asks a proxy for a tunnel (CONNECT, RFC 9110, 9.3.6). https-proxy-agent does too, but holds the certificate of a server
 * that is known by an address against the name of the proxy, and ends the process where a proxy that is reached over TLS
 * closes before that stands.
 *
 * @param target of the server, with what `tls.connect` takes where `isSecure`
 */
function tunnel(proxy, target, isSecure, done) {
    const host = target.host ?? '';
    const to = `${(0,external_node_net_.isIPv6)(host) ? `[${host}]` : host}:${target.port}`;
    const { request } = proxy.protocol === 'https:' ? external_node_https_ : external_node_http_;
    const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    const bare = new URL(proxy);
    // What NODE_DEBUG tells has no login then, nor is it taken for the server's.
    bare.username = '';
    bare.password = '';
    const asking = request(bare, { method: 'CONNECT', path: to, agent: false, signal: target.givenUp });
    asking.setHeader('host', to);
    if (login !== ':')
        asking.setHeader('proxy-authorization', `Basic ${Buffer.from(login).toString('base64')}`);
    asking.on('connect', ({ statusCode }, socket, head) => {
        if (Math.floor((statusCode ?? 0) / 100) !== 2) {
            socket.destroy();
            done(Object.assign(new Error(`the proxy answered ${statusCode}`), { code: NO_TUNNEL }));
            return;
        }
        if (head.length > 0)
            socket.unshift(head);
        done(null, isSecure ? external_node_tls_.connect({ ...target, host, socket }) : socket);
    });
    asking.on('error', (error) => {
        error.message = `no tunnel through the proxy: ${error.message || error.code}`;
        error.code = NO_TUNNEL;
        done(error);
    });
    asking.end();
}

;// CONCATENATED MODULE: ./lib/github/limit-headers.js

/** What an answer says of the limits. `now` is our clock in ms, used where the server does not tell its own. */
function limitHeaders(headers, now) {
    return {
        remaining: wholeNumber(headers['x-ratelimit-remaining']),
        resetIn: differenceOf(wholeNumber(headers['x-ratelimit-reset']), serverTime(headers, now))
    };
}
/** When the primary limit lifts, as ISO 8601. */
function resetTime(headers) {
    const reset = wholeNumber(headers['x-ratelimit-reset']);
    return reset === undefined ? undefined : new Date(reset * 1000).toISOString();
}
function differenceOf(seconds, now) {
    return seconds === undefined ? undefined : Math.max(0, seconds * 1000 - now);
}

// EXTERNAL MODULE: ./lib/github/repository.js
var github_repository = __webpack_require__(2635);
;// CONCATENATED MODULE: ./lib/github/api-error.js








/** The error for a failed call: what, why, what to do. */
function apiError(call, failure) {
    const { status } = failure;
    const requestId = failure.headers['x-github-request-id'];
    const said = failure.message === '' ? '' : `: ${(0,printable/* printable */.g)(failure.message)}`;
    const id = requestId === undefined ? '' : ` (request id ${(0,printable/* printable */.g)(String(requestId))})`;
    const outcome = status === undefined ? `the API gave no answer${said}` : `the API answered ${status}${said}${id}`;
    const wait = retryAfter(failure.headers, Date.now());
    const limited = limitHint(failure, wait);
    const [code, hint] = limited === undefined ? advice(call, status) : ['api-rate-limited', limited];
    return new RequestError(code, `Could not ${call.doing}: ${outcome}`, {
        hint,
        status,
        retryable: limited !== undefined || isTransient(status),
        retryAfter: wait,
        unsent: status === undefined && UNSENT.has(brokenBy(failure.cause).code),
        cause: failure.cause
    });
}
/** A 200 whose body is not what the API's description promises, such as a proxy's HTML page. */
function invalidAnswer(call, detail) {
    return new RequestError('api-answer-invalid', `Could not ${call.doing}: ${detail}`, {
        hint: 'Is api-url the base of a GitHub REST API, and does no proxy answer in its place?',
        status: 200,
        retryable: true
    });
}
/** A thrown value of Octokit's as a failure: its RequestError carries status and response, anything else is a broken connection. */
function failureOf(thrown) {
    const response = thrown
        .response;
    if (response === undefined) {
        return { status: undefined, headers: {}, message: brokenBy(thrown).message, cause: thrown };
    }
    const message = response.data?.message;
    return {
        status: response.status,
        headers: response.headers,
        message: typeof message === 'string' ? message : '',
        cause: thrown
    };
}
/** What broke a connection. A fetch just fails; its innermost cause knows why, or has the code of what several addresses did. */
function brokenBy(thrown) {
    const { cause, code } = (thrown ?? {});
    if (cause)
        return brokenBy(cause);
    const word = typeof code === 'string' ? code : '';
    return { message: (0,action_error/* messageOf */.bD)(thrown) || word, code: word };
}
/** Nobody listens there, no name server knows the name, no proxy leads there: nothing was asked of the server. */
const UNSENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', NO_TUNNEL]);
/** What to say of a refusal for a limit; undefined when it is none. `wait` is what the server asks for, in ms. */
function limitHint({ status, headers, message }, wait) {
    // 503 with retry-after: the whole server asks for quiet.
    if (wait !== undefined && (status === 403 || status === 429 || status === 503)) {
        return `The server asks to wait ${Math.ceil(wait / 1000)} s. rate-limit-wait says how long to wait; or run the step again after that.`;
    }
    if (status !== 403 && status !== 429)
        return undefined;
    // It may have been the last request of the hour; the next hour it is no more allowed.
    if (status === 403 && /\bnot accessible by\b/i.test(message))
        return undefined;
    if (String(headers['x-ratelimit-remaining']) === '0')
        return usedUpHint(resetTime(headers));
    return status === 429 || /secondary rate limit/i.test(message)
        ? 'A secondary rate limit of the server. Lower concurrency, run the step later, or wait longer with rate-limit-wait.'
        : undefined;
}
function advice(call, status) {
    if (status === undefined)
        return ['api-failed', 'Check api-url, the network, and the proxy variables of the runner.'];
    return ADVICE[status]?.(call) ?? ['api-failed', 'The server failed. Run the step again later.'];
}
const ADVICE = {
    401: () => [
        'api-unauthorized',
        'github-token is not valid on this server: expired, revoked, or of another server. Leave it out to use the token of the job, or pass a new one.'
    ],
    403: call => ['api-forbidden', permissionHint(call)],
    404: call => [
        'api-not-found',
        `${call.thing ? `There is no ${call.thing} in ${(0,github_repository/* fullName */.fq)(call.repository)}` : 'Either it does not exist'}, or the token may not see it (404 is also the answer for a private repository). ${permissionHint(call)}`
    ],
    410: () => [
        'artifact-expired',
        'Its files are gone for good. Run the workflow again, or raise retention-days where it is uploaded.'
    ],
    422: () => ['api-rejected', 'The server did not take the request as it was. Check the inputs.']
};
/** As GitHub's pages for tokens and apps name them. */
const PERMISSION_TITLES = {
    actions: 'Actions',
    contents: 'Contents',
    'pull-requests': 'Pull requests'
};
/** What grants the permission, for each kind of token that may have been meant: all that the step needs, to be pasted. */
function permissionHint({ access, also, repository, ownRepository }) {
    const needed = [['actions', access], ...(also ? [[also, 'read']] : [])];
    const titles = needed.map(([scope, level]) => `"${PERMISSION_TITLES[scope]}: ${level}"`).join(' and ');
    const lines = needed.map(([scope, level]) => `  ${scope}: ${level}`).join('\n');
    const other = `A fine-grained token or a GitHub App needs ${titles} on ${(0,github_repository/* fullName */.fq)(repository)}, a classic token the scope "repo".`;
    return ownRepository
        ? `GITHUB_TOKEN needs this in the job (it replaces the defaults, so name what else the job needs):\n\npermissions:\n${lines}\n\n${other}`
        : `The GITHUB_TOKEN of this job cannot reach another private repository: pass github-token. ${other}`;
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: external "node:v8"
var external_node_v8_ = __webpack_require__(8877);
// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(714);
;// CONCATENATED MODULE: ./lib/memory/known-node.js
/** The newest major version of Node that was tried: what is not documented is left alone in a newer one. */
const NEWEST_KNOWN_NODE = 24;
function isKnownNode(version = process.versions.node) {
    return Number.parseInt(version, 10) <= NEWEST_KNOWN_NODE;
}

;// CONCATENATED MODULE: ./lib/memory/garbage-collector.js



/** In bytes. */
const COLLECTED = 4 << 20;
/** Of what lived shortly: of a few thousand small objects it takes about a millisecond. */
const collectYoung = (() => {
    try {
        (0,external_node_v8_.setFlagsFromString)('--expose-gc');
        return (0,external_node_vm_.runInNewContext)('gc');
    }
    catch {
        return undefined;
    }
    finally {
        (0,external_node_v8_.setFlagsFromString)('--no-expose-gc');
    }
})();
/** Of all, which takes tens of milliseconds: for when much of what V8 does not count is known to be over. */
function collectAll() {
    collectYoung?.();
}
let sinceCollected = 0;
/**
 * Told of each chunk that came in a buffer of its own, and collects those before it now and then. Each is a small object
 * that holds 64 KiB outside of V8's heap, which waits to be collected until tens or hundreds of MB of them have gathered
 * (270 MB resident on Node 24, 190 MB so).
 */
function tookChunk({ length }) {
    sinceCollected += length;
    if (sinceCollected < COLLECTED)
        return;
    sinceCollected = 0;
    collectYoung?.({ type: 'minor' });
}
/** Room for young objects that costs no time where there is no more of it, in bytes. */
const ENOUGH_YOUNG = 8 << 20;
/** How often it is looked at, in ms. */
const LOOK = 50;
/**
 * Keeps V8's room for young objects from doubling without need: Node 24 goes on to 128 MB where anything outlives a
 * collection now and then, as notes on hundreds of thousands of files do.
 *
 * @returns how to stop looking
 */
function boundYoung() {
    // A flag that V8 does not know is told of on stderr.
    if (!isKnownNode())
        return () => { };
    const timer = setInterval(() => {
        const young = (0,external_node_v8_.getHeapSpaceStatistics)().find(({ space_name: name }) => name === 'new_space');
        if (young === undefined || young.space_size < ENOUGH_YOUNG)
            return;
        clearInterval(timer);
        (0,external_node_v8_.setFlagsFromString)('--semi-space-growth-factor=1');
    }, LOOK);
    timer.unref();
    return () => clearInterval(timer);
}

;// CONCATENATED MODULE: ./lib/http/exchange.js
/** The connection's fault, told from one of `onChunk`. */
class BrokenBody extends Error {
    name = 'BrokenBody';
    constructor(cause) {
        super('the body broke off', { cause });
    }
}

;// CONCATENATED MODULE: ./lib/http/agent-exchange.js




/** An exchange by `node:http` or `node:https`, over a connection of the agent's: a tunnel of a proxy's, say. */
async function exchangeByAgent(sending, agent) {
    const message = await ask(sending, agent);
    return {
        status: message.statusCode ?? 0,
        headers: message.headers,
        read: async (onChunk) => await readBody(message, onChunk),
        isPaused: () => message.isPaused(),
        discard: () => {
            // What is left may be long: the connection is not worth keeping.
            message.destroy();
        }
    };
}
async function ask(sending, agent) {
    const { method = 'GET', url, headers, resends = false, signal } = sending;
    const { request } = url.protocol === 'https:' ? external_node_https_ : external_node_http_;
    return await new Promise((resolve, reject) => {
        let answer;
        // What `signal` is to the request, `givenUp` is to the tunnel that may have to be asked for first.
        const ways = { agent, signal, givenUp: signal };
        // Without `auth` it would make credentials of what stands before an @ in the URL.
        const asking = request(url, { method, headers, auth: null, ...ways });
        // Before it has a connection it says nothing when it is given up: a proxy may never answer.
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
        asking.on('response', message => {
            answer = message.on('error', () => { });
            resolve(message);
        });
        asking.on('error', error => {
            if (answer !== undefined) {
                // Of what ends with its connection Node says that it is whole, however that ended.
                if (!answer.complete)
                    answer.destroy(error);
            }
            else if (resends && asking.reusedSocket && !signal.aborted)
                resolve(ask(sending, agent));
            else
                reject(error);
        });
        // Of an answer with 101 it says nothing else.
        asking.on('close', () => reject(new Error('the connection was closed without an answer')));
        asking.end();
    });
}
/** By listeners: an iterator's promise for every chunk of 64 KiB costs more than the hash does. */
async function readBody(message, onChunk) {
    // It may have broken in the chunk that its head came in.
    if (message.destroyed)
        throw new BrokenBody(message.errored ?? { code: 'ended early' });
    await new Promise((resolve, reject) => {
        let busy;
        // What takes the last chunk is waited for then too: the next try would write in its midst.
        const fail = (cause) => {
            Promise.resolve(busy).then(() => reject(new BrokenBody(cause)), reject);
        };
        message.on('data', (chunk) => {
            try {
                busy = onChunk(chunk) ?? undefined;
                tookChunk(chunk);
                if (busy === undefined)
                    return;
                message.pause();
                busy.then(() => message.resume(), reject);
            }
            catch (error) {
                reject(error);
            }
        });
        // The end may come while it is paused: what takes the last chunk is waited for.
        message.on('end', () => resolve(busy));
        message.on('error', fail);
        message.on('close', () => fail({ code: 'ended early' }));
    });
}

// EXTERNAL MODULE: ./lib/http/proxy.js
var http_proxy = __webpack_require__(768);
;// CONCATENATED MODULE: ./lib/http/agents.js




/** Connections that are kept for the next request, through the proxy that the environment names for a URL. */
class Agents {
    /** By scheme and proxy. */
    #agents = new Map();
    /** @throws ActionError for a proxy that cannot be used */
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
/** `proxy` is empty where there is none. */
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

;// CONCATENATED MODULE: ./lib/github/api-fetch.js






/** An answer of the API is at most a page of 100 artifacts, 100 kB or so; in bytes, packed and unpacked. */
const MAX_ANSWER = 32 * 1024 * 1024;
/**
 * How long a request that changes something is still waited for once the step is stopped, in ms: it may be done by then.
 * Less than the second in which the step has to end then (src/run.ts).
 */
const LAST_ANSWER = 500;
/** An answer that drips is given up after so many times `stallTimeout`, however steadily it comes. */
const LONGEST = 10;
/**
 * A `fetch` for Octokit, of requests without a body, that does not follow redirects. It goes by the connections that
 * storage is asked over: `fetch` itself would be a second HTTP client, and loading it takes longer than all else here.
 *
 * Nothing is sent twice: requests are counted, and of a DELETE it matters whether its answer was lost.
 *
 * It gives up a connection on which nothing moved for `stallTimeout` ms: while it is made, before the first header, or in
 * the middle of a body; and one that takes ten times as long. The body is whole by the time the answer is handed on, and
 * of a bounded size.
 *
 * @param stop gives up what is under way: else whoever stops the step waits for an answer that may never come
 */
function apiFetch(stallTimeout, stop) {
    const agents = new Agents();
    const ask = async (url, { method = 'GET', headers } = {}) => {
        stop?.throwIfAborted();
        const controller = new AbortController();
        const stalled = new Error(`nothing came for ${stallTimeout / 1000} s`);
        let failure = stalled;
        const giveUp = (why) => {
            failure = why;
            controller.abort(why);
        };
        const timer = setTimeout(giveUp, stallTimeout, stalled);
        const longest = Math.min(time_clock/* LONGEST_TIMER */.Z, LONGEST * stallTimeout);
        const whole = setTimeout(giveUp, longest, new Error(`the answer was not whole after ${longest / 1000} s`));
        let lastAnswer;
        const onStop = () => {
            lastAnswer = setTimeout(giveUp, method === 'GET' ? 0 : LAST_ANSWER, stop?.reason);
        };
        stop?.addEventListener('abort', onStop);
        try {
            const to = new URL(url);
            const exchange = await exchangeByAgent({ method, url: to, headers: { ...headers, 'accept-encoding': 'gzip' }, signal: controller.signal }, agents.for(to));
            timer.refresh();
            const chunks = [];
            let length = 0;
            await exchange.read(chunk => {
                timer.refresh();
                length += chunk.length;
                if (length > MAX_ANSWER)
                    throw tooLarge();
                chunks.push(chunk);
            });
            const { status } = exchange;
            const given = new Map(Object.entries(exchange.headers).map(([name, value]) => [name, String(value)]));
            const body = await unpacked(Buffer.concat(chunks), given.get('content-encoding'));
            return {
                url,
                status,
                headers: given,
                text: async () => new TextDecoder().decode(body),
                arrayBuffer: async () => Uint8Array.from(body).buffer
            };
        }
        catch (error) {
            if (controller.signal.aborted)
                throw failure;
            // What is left of the body is not waited for.
            controller.abort(error);
            throw error instanceof BrokenBody ? error.cause : error;
        }
        finally {
            stop?.removeEventListener('abort', onStop);
            clearTimeout(lastAnswer);
            clearTimeout(timer);
            clearTimeout(whole);
        }
    };
    return ask;
}
async function unpacked(body, coding) {
    if (body.length === 0 || !/^(x-)?gzip$/i.test(coding ?? ''))
        return body;
    try {
        return await (0,external_node_util_.promisify)(external_node_zlib_.gunzip)(body, { maxOutputLength: MAX_ANSWER });
    }
    catch (error) {
        throw error.code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : error;
    }
}
function tooLarge() {
    return new Error(`the answer is larger than ${MAX_ANSWER} bytes`);
}

;// CONCATENATED MODULE: ./lib/github/api-client.js








/** https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const API_VERSION = '2022-11-28';
const MAX_REDIRECTS = 5;
const silent = () => { };
/** Octokit's own log would print header values (a deprecation's link) as they come. */
const SILENT = { debug: silent, info: silent, warn: silent, error: silent };
/** The REST API of one server about one repository, through one Octokit. Every request passes the queue, which bounds and retries. */
class ApiClient {
    /** Requests sent so far, retries included. */
    requests = 0;
    /** Requests in flight at once. */
    concurrency;
    repository;
    /** Requests that one takes: more where the server redirects (a renamed repository). */
    #hops = 1;
    #options;
    /** By path and parameters: what a GET gave, and the ETag to ask with whether that changed. */
    #kept = new Map();
    #octokit;
    #fetch;
    constructor(options) {
        this.#options = options;
        this.concurrency = options.queue.concurrency;
        this.repository = options.repository;
        this.#octokit = (0,github/* getOctokit */.Q)(options.token, {
            baseUrl: options.apiUrl,
            userAgent: 'artifact-action',
            log: SILENT
        });
        this.#fetch = apiFetch(options.stallTimeout, options.signal);
    }
    /** What a request is about, for its errors. */
    call(doing, more = {}) {
        const { repository, ownRepository, access } = this.#options;
        return { doing, repository, ownRepository, access, ...more };
    }
    /** Of the API base: `https:`, or `http:` where the user's own server has no other. */
    get protocol() {
        return new URL(this.#options.apiUrl).protocol;
    }
    /** What the server said is left of the rate limit; undefined where it says nothing (GHES by default). */
    get rateLimitRemaining() {
        return this.#options.queue.limits.remaining;
    }
    /**
     * @throws RequestError with code `api-rate-limited` where so many pages more than what was read are more than the rate
     * limit leaves, now or within the wait for it
     */
    afford({ doing }, pages) {
        const { limits } = this.#options.queue;
        if (limits.affords(pages * this.#hops))
            return;
        const until = limits.resetsAt === undefined ? '' : ` until ${limits.resetsAt}`;
        throw new RequestError('api-rate-limited', `Could not ${doing}: there are ${plural(pages, 'more page')} to read, and the rate limit leaves ${plural(limits.remaining ?? 0, 'request')}${until}`, {
            hint: 'older-than alone, newer-than and limit read only the end of the list that they are about, and a name is looked up by the server. A GITHUB_TOKEN has 1,000 requests an hour for each repository; the token of a GitHub App has more.',
            retryable: false
        });
    }
    /**
     * What the answer to a request holds, whatever 2xx or 3xx it is. Redirects to the API's own origin (a renamed
     * repository) are followed; a 302 is an answer.
     *
     * @throws RequestError for a status of 400 and more, a broken connection, a redirect to another origin, or an answer
     * of another shape
     */
    async request(request) {
        const points = POINTS_OF[request.method] * this.#hops;
        return await this.#options.queue.send(async (attempt) => {
            const answer = await this.#send(request, attempt);
            const key = keyOf(request);
            // Kept under the same path and parameters, so it is of the same shape.
            if (answer.status === 304)
                return this.#kept.get(key)?.value;
            const value = request.read(answer);
            if (value === undefined)
                throw invalidAnswer(request, `the answer is not ${request.expected}`);
            const { etag } = answer.headers;
            if (this.#options.conditional && request.method === 'GET' && answer.status === 200 && etag) {
                this.#kept.set(key, { etag: String(etag), value });
            }
            return value;
        }, points);
    }
    async #send(request, attempt) {
        let answer = await this.#sendOnce(request, `${request.method} ${request.path}`, request.parameters, attempt);
        for (let hop = 0; [301, 307, 308].includes(answer.status); hop++) {
            if (hop === MAX_REDIRECTS)
                throw invalidAnswer(request, `more than ${MAX_REDIRECTS} redirects`);
            const { location: given } = answer.headers;
            if (given === undefined || !URL.canParse(String(given), this.#options.apiUrl)) {
                throw invalidAnswer(request, 'a redirect that leads nowhere');
            }
            const location = new URL(String(given), this.#options.apiUrl);
            // The token goes to the API's own origin only; of user info the origin says nothing.
            if (location.origin !== new URL(this.#options.apiUrl).origin || location.username !== '') {
                throw invalidAnswer(request, `a redirect to another origin (${location.origin}), which is refused`);
            }
            this.#hops = Math.max(this.#hops, hop + 2);
            answer = await this.#sendOnce(request, `${request.method} ${location.href}`, {}, attempt);
        }
        return answer;
    }
    async #sendOnce(call, route, parameters, attempt) {
        this.requests++;
        const started = performance.now();
        const etag = call.method === 'GET' ? this.#kept.get(keyOf(call))?.etag : undefined;
        try {
            const answer = await this.#octokit.request(route, {
                ...parameters,
                headers: {
                    accept: 'application/vnd.github+json',
                    'x-github-api-version': API_VERSION,
                    ...(etag !== undefined && { 'if-none-match': etag })
                },
                // Octokit's log does not reach its requests by itself: they would write to the console.
                request: { redirect: 'manual', fetch: this.#fetch, log: SILENT }
            });
            this.#note(call, { ...answer, attempt, started });
            return { status: answer.status, headers: answer.headers, data: answer.data };
        }
        catch (thrown) {
            const failure = failureOf(thrown);
            this.#note(call, { ...failure, attempt, started });
            // Octokit throws it; it is the answer "as before", which costs nothing of the rate limit.
            if (failure.status === 304 && etag !== undefined) {
                return { status: 304, headers: failure.headers, data: undefined };
            }
            throw apiError(call, failure);
        }
    }
    #note(call, answer) {
        const { status, headers, attempt, started } = answer;
        this.#options.queue.limits.note(limitHeaders(headers, Date.now()));
        const path = call.path.replace(/\{(\w+)\}/g, (_, name) => String(call.parameters[name]));
        const again = isTransient(status) ? `, try ${attempt + 1}` : '';
        const id = headers['x-github-request-id'];
        const requestId = id === undefined ? '' : `, request id ${(0,printable/* printable */.g)(String(id))}`;
        const time = Math.round(performance.now() - started);
        this.#options.onAnswer?.(`${call.method} ${(0,printable/* printable */.g)(path)}: ${status ?? 'no answer'} after ${time} ms${requestId}${again}`);
    }
}
function keyOf({ path, parameters }) {
    return JSON.stringify([path, parameters]);
}

;// CONCATENATED MODULE: ./lib/github/artifact-compactor.js

/** Lists of more artifacts than this are held with care. */
const LONG = 2000;
/** Keeps the artifacts of a long list in less memory. What they are stays as it is. */
class Compactor {
    #runs = new Map();
    compact(page) {
        if (page.total <= LONG)
            return page;
        // V8 answers objects that outlive their first collections with more room for young ones: three spaces of up to
        // 32 MB on Node 24. Those of a list all live to the end, so that room is only ever waste.
        (0,external_node_v8_.setFlagsFromString)('--semi-space-growth-factor=1');
        for (const artifact of page.items)
            this.#share(artifact);
        return page;
    }
    /** Artifacts of one run share what they say of it, and equal dates are one. */
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

;// CONCATENATED MODULE: ./lib/concurrency/for-each-concurrently.js
/**
 * Calls `action` on each item, at most `concurrency` at once, taking the next item only when there is room for it: no
 * list of promises grows with the items. After a failure no further item is begun; the first error is thrown once
 * everything begun has ended, so nothing goes on behind the caller's back.
 */
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

;// CONCATENATED MODULE: ./lib/github/pages.js

/** The largest page that the API gives. */
const PER_PAGE = 100;
/** A page in the API's words: `total_count`, and the items under `key`; undefined when it is not that. */
function pageOf(data, key, isItem) {
    const { total_count: total, [key]: items } = (data ?? {});
    if (!Number.isSafeInteger(total) || !Array.isArray(items) || !items.every(isItem))
        return undefined;
    return { total: Number(total), items };
}
/** How often a list whose items kept moving is walked again for what slipped through. */
const MAX_WALKS = 3;
/**
 * The items of a paged list. Neither the page size nor the order is relied on: page 1 shows how many items a page holds,
 * how many there are and whether ids fall, so the other pages are asked for side by side, or from the end that
 * matters.
 *
 * Items vanish and appear meanwhile. What moves items to pages that are still to come is harmless: they are seen again.
 * What moves them to pages that were already read (a deletion; from the old end, an upload) shows in the count: the
 * list is then walked again.
 */
async function readPages(reading) {
    const kept = new Map();
    let everSeen = new Set();
    for (let walked = 1;; walked++) {
        const walk = new Walk(reading, kept);
        const complete = await walk.run();
        const { seen, total, moved } = walk;
        // A count that the pages never reach (items that the token may not see) is not walked after.
        const missed = complete && seen.size < total && [...seen].some(id => !everSeen.has(id));
        if (walked === MAX_WALKS || !(moved || missed))
            return { items: [...kept.values()], complete };
        everSeen = new Set([...everSeen, ...seen]);
    }
}
class Walk {
    /** The highest count that the server gave. */
    total = 0;
    /** Whether items may have moved to pages that were already read. */
    moved = false;
    seen = new Set();
    #reading;
    #kept;
    #pageSize = 0;
    /** The page before the first empty one: a count that says more is not believed, or it could be followed for ever. */
    #end = Number.POSITIVE_INFINITY;
    #shrank = false;
    constructor(reading, kept) {
        this.#reading = reading;
        this.#kept = kept;
    }
    /** @returns whether the whole list was read */
    async run() {
        const { stop } = this.#reading;
        const first = await this.#read(1);
        this.#take(first);
        this.#pageSize = first.items.length;
        let next = 2;
        if (stop !== undefined && isFalling(first.items)) {
            if (stop.from === 'oldest')
                return await this.#fromTheOldest(stop, first);
            const stopped = await this.#fromTheNewest(stop, first);
            if (stopped === 'enough')
                return false;
            next = stopped;
        }
        this.#reading.afford?.(this.#lastPage - next + 1);
        await this.#takeAll(this.#pagesFrom(next));
        this.moved = this.#shrank;
        return true;
    }
    /** @returns the page to read on from where ids do not fall, or there is none */
    async #fromTheNewest(stop, first) {
        const enough = stop.begin();
        if (await enough(first))
            return this.#lastPage > 1 ? 'enough' : 2;
        let lowest = lowestId(first.items);
        let next = 2;
        for (let size = 1; next <= this.#lastPage; size = this.#grown(size)) {
            const pages = range(next, Math.min(next + size - 1, this.#lastPage));
            next += pages.length;
            for (const { falling, items, total } of await this.#takeSideBySide(pages)) {
                if (!falling || !items.every(({ id }) => id < lowest))
                    return next;
                lowest = Math.min(lowest, lowestId(items));
                if (!(await enough({ items, total })))
                    continue;
                this.moved = this.#shrank;
                return next > this.#lastPage ? next : 'enough';
            }
        }
        return next;
    }
    /** @returns whether the whole list was read */
    async #fromTheOldest(stop, first) {
        const enough = stop.begin();
        const counted = this.total;
        const newest = lowestId(first.items);
        let highest = 0;
        let next = this.#lastPage;
        for (let size = 1; next >= 2; size = this.#grown(size)) {
            const pages = range(Math.max(2, next - size + 1), next).reverse();
            next -= pages.length;
            for (const { falling, items, total } of await this.#takeSideBySide(pages)) {
                if (!falling || !items.every(({ id }) => id > highest && id < newest)) {
                    this.#reading.afford?.(next - 1);
                    await this.#takeAll(this.#pagesFrom(2, next));
                    this.moved = this.#shrank || this.total > counted;
                    return true;
                }
                highest = items.reduce((high, { id }) => Math.max(high, id), highest);
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
    /** What was not seen before of each of the pages, in their order, and whether all ids on it fall. */
    async #takeSideBySide(pages) {
        const answers = new Map();
        await forEachConcurrently(pages, this.#reading.concurrency, async (page) => {
            answers.set(page, await this.#read(page));
        });
        return pages.map(number => {
            const page = answers.get(number);
            return { ...this.#take(page), falling: page.items.length > 0 && isFalling(page.items) };
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
    /** What of a page was not seen before in this walk. */
    #take(page) {
        const items = page.items.filter(({ id }) => !this.seen.has(id));
        for (const item of items) {
            this.seen.add(item.id);
            if (this.#reading.keep?.(item) ?? true)
                this.#kept.set(item.id, item);
        }
        return { total: page.total, items };
    }
    get #lastPage() {
        return this.#pageSize === 0 ? 1 : Math.min(Math.ceil(this.total / this.#pageSize), this.#end);
    }
    *#pagesFrom(first, last = Number.POSITIVE_INFINITY) {
        for (let page = first; page <= Math.min(last, this.#lastPage); page++)
            yield page;
    }
    /** Batches grow, so that little is asked in vain and a long way is still gone quickly. */
    #grown(size) {
        return Math.min(size * 2, this.#reading.concurrency);
    }
}
function isFalling(items) {
    return items.every(({ id }, index) => index === 0 || id < items[index - 1].id);
}
function lowestId(items) {
    return items.reduce((lowest, { id }) => Math.min(lowest, id), Number.POSITIVE_INFINITY);
}
function range(from, to) {
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

;// CONCATENATED MODULE: ./lib/github/artifacts-api.js







/**
 * The five artifact endpoints (https://docs.github.com/en/rest/actions/artifacts) of one repository. Paths are built
 * from ids: the `url`s and `Link`s in answers are data.
 */
class ArtifactsApi {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /** A list, each artifact once, in no promised order. */
    async list({ runId, name, keep, stop }) {
        const run = runId === undefined ? undefined : `run ${runId}`;
        const doing = `list the artifacts of ${run ? `${run} of ` : ''}${(0,github_repository/* fullName */.fq)(this.#client.repository)}`;
        const call = this.#client.call(doing, run ? { thing: run } : {});
        const path = runId === undefined
            ? '/repos/{owner}/{repo}/actions/artifacts'
            : '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts';
        const compactor = new Compactor();
        const readPage = (page) => this.#client.request({
            ...call,
            method: 'GET',
            path,
            parameters: {
                ...this.#client.repository,
                ...(runId !== undefined && { run_id: runId }),
                ...(name !== undefined && { name }),
                per_page: PER_PAGE,
                page
            },
            read: ({ data }) => {
                const read = pageOf(data, 'artifacts', isArtifact);
                return read && compactor.compact(read);
            },
            expected: 'a list of artifacts'
        });
        return await readPages({
            concurrency: this.#client.concurrency,
            readPage,
            // Checked again on this side: a server may not know the filter.
            keep: artifact => (name === undefined || artifact.name === name) && (keep?.(artifact) ?? true),
            stop,
            afford: pages => this.#client.afford(call, pages)
        });
    }
    /** One artifact by id; undefined when there is none (404). */
    async get(artifactId) {
        const call = this.#client.call(`get artifact ${artifactId} of ${(0,github_repository/* fullName */.fq)(this.#client.repository)}`);
        try {
            return await this.#client.request({
                ...call,
                method: 'GET',
                path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
                parameters: { ...this.#client.repository, artifact_id: artifactId },
                // Of another it would not do: by id is how artifacts are deleted.
                read: ({ data }) => (isArtifact(data) && data.id === artifactId ? data : undefined),
                expected: 'that artifact'
            });
        }
        catch (error) {
            if (error instanceof RequestError && error.status === 404)
                return undefined;
            throw error;
        }
    }
    /**
     * A new signed URL of an artifact's bytes. It is a secret, and documented to live one minute.
     *
     * @throws RequestError with code `artifact-expired` when the files are gone (410; Gitea: 404 with "expired")
     */
    async downloadUrl(artifact) {
        const call = this.#client.call(`download artifact "${(0,printable/* printable */.g)(artifact.name)}" (${artifact.id})`);
        try {
            return await this.#client.request({
                ...call,
                method: 'GET',
                path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/zip',
                parameters: { ...this.#client.repository, artifact_id: artifact.id },
                read: ({ status, headers }) => {
                    const location = String(headers.location);
                    if (status !== 302 || !URL.canParse(location))
                        return undefined;
                    const url = new URL(location);
                    // Else whoever listens on the way reads the bytes, or sends others; a file of this machine is none of it.
                    const { protocol } = this.#client;
                    if (url.protocol === 'https:' || (url.protocol === 'http:' && protocol === 'http:'))
                        return url;
                    throw invalidAnswer(call, `a redirect from ${protocol} to ${url.protocol}, which is refused`);
                },
                expected: 'a redirect to its bytes'
            });
        }
        catch (error) {
            if (!(error instanceof RequestError))
                throw error;
            // The name may say it too, and of a token that has expired the server says it with a 401.
            const said = error.message.slice(`Could not ${call.doing}`.length);
            const gone = error.status === 410 || (error.status === 404 && /\bexpired\b/i.test(said));
            if (!gone)
                throw error;
            const { expires_at: end } = artifact;
            const day = end === null || Date.parse(end) > Date.now() ? '' : ` on ${(0,printable/* printable */.g)(end.slice(0, 10))}`;
            throw new action_error/* ActionError */.lZ('artifact-expired', `Artifact "${(0,printable/* printable */.g)(artifact.name)}" (${artifact.id}) expired${day}`, {
                hint: 'Its files are gone for good. Run the workflow again, or raise retention-days where it is uploaded.',
                cause: error
            });
        }
    }
    /**
     * Deletes an artifact. A 404 after a try whose answer was lost is that try's success; a 404 at once means that it
     * was gone before.
     */
    async delete(artifact) {
        const call = this.#client.call(`delete artifact "${(0,printable/* printable */.g)(artifact.name)}" (${artifact.id})`);
        try {
            return await this.#client.request({
                ...call,
                method: 'DELETE',
                path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
                parameters: { ...this.#client.repository, artifact_id: artifact.id },
                read: ({ status }) => (status === 204 ? 'deleted' : undefined),
                expected: 'a 204'
            });
        }
        catch (error) {
            if (!(error instanceof RequestError && error.status === 404))
                throw error;
            return error.afterLostAnswer ? 'deleted' : 'gone';
        }
    }
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
/** Whatever a run does not say is missing or null. Its id goes into links, so it must be one. */
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

;// CONCATENATED MODULE: ./lib/github/refs-api.js


/**
 * The branches and tags of one repository (https://docs.github.com/en/rest/branches/branches). A name that is missing
 * here means a deletion there, so the lists are read with care: they tell no count, and what is deleted or made
 * meanwhile moves names from page to page.
 */
class RefsApi {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /**
     * The name of every branch and tag that is there from before the call to its end.
     *
     * @throws RequestError where one of the lists cannot be read whole
     */
    async names() {
        const [branches, tags] = await Promise.all([this.#list('branches'), this.#list('tags')]);
        return new Set([...branches, ...tags]);
    }
    async #list(kind) {
        const found = [];
        const read = async (page) => {
            const { names, isLast } = await this.#page(kind, page);
            found.push(...names);
            return isLast;
        };
        let last = 1;
        while (!(await read(last)))
            last++;
        // What a deletion moved to a page before, while pages were read forwards, is met on the way back.
        for (let page = last - 1; page >= 1; page--)
            await read(page);
        return found;
    }
    async #page(kind, page) {
        const doing = `list the ${kind} of ${(0,github_repository/* fullName */.fq)(this.#client.repository)}`;
        const call = this.#client.call(doing, { also: 'contents' });
        // A repository has a branch: a list without one is no news that all are gone.
        const wantsOne = kind === 'branches' && page === 1;
        return await this.#client.request({
            ...call,
            method: 'GET',
            path: kind === 'branches' ? '/repos/{owner}/{repo}/branches' : '/repos/{owner}/{repo}/tags',
            parameters: { ...this.#client.repository, per_page: PER_PAGE, page },
            read: answer => {
                const names = refs_api_pageOf(answer);
                return wantsOne && names?.names.length === 0 ? undefined : names;
            },
            expected: `a list of ${kind}${wantsOne ? ', with one at least' : ''}`
        });
    }
}
function refs_api_pageOf({ data, headers }) {
    if (!Array.isArray(data))
        return undefined;
    const names = data.map((ref) => ref?.name);
    if (!names.every(name => typeof name === 'string' && name !== ''))
        return undefined;
    const hasNext = /\brel="?next\b/.test(String(headers.link ?? ''));
    // A server or a proxy may give no Link: then a full page is taken for one that others follow.
    return { names: names, isLast: names.length === 0 || (!hasNext && names.length < PER_PAGE) };
}

;// CONCATENATED MODULE: ./lib/github/runs-api.js




/**
 * The endpoints about workflow runs (https://docs.github.com/en/rest/actions/workflow-runs) of one repository, and what
 * a pull request comes from.
 */
class RunsApi {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /** One run by id; undefined when there is none (404). */
    async get(runId) {
        return await orUndefined(this.#client.request({
            ...this.#client.call(`get run ${runId} of ${(0,github_repository/* fullName */.fq)(this.#client.repository)}`),
            method: 'GET',
            path: '/repos/{owner}/{repo}/actions/runs/{run_id}',
            parameters: { ...this.#client.repository, run_id: runId },
            read: ({ data }) => (isRun(data) && data.id === runId ? data : undefined),
            expected: 'that workflow run'
        }));
    }
    /**
     * One page, from 1, of the runs that the server says fit, newest first. Not checked on this side.
     *
     * @throws RequestError with status 404 where there is no such workflow
     */
    async page({ workflow, ...filters }, page, perPage = PER_PAGE) {
        const of = workflow === undefined ? '' : `workflow ${(0,printable/* printable */.g)(workflow)} of `;
        const given = Object.entries(filters).filter(([, value]) => value !== undefined);
        return await this.#client.request({
            ...this.#client.call(`list the runs of ${of}${(0,github_repository/* fullName */.fq)(this.#client.repository)}`),
            method: 'GET',
            path: workflow === undefined
                ? '/repos/{owner}/{repo}/actions/runs'
                : '/repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
            parameters: {
                ...this.#client.repository,
                ...(workflow !== undefined && { workflow_id: workflow }),
                ...Object.fromEntries(given),
                per_page: perPage,
                page
            },
            read: ({ data }) => pageOf(data, 'workflow_runs', isRun),
            expected: 'a list of workflow runs'
        });
    }
    /** Whether there is a workflow, by file name or id. */
    async hasWorkflow(workflow) {
        return (await orUndefined(this.page({ workflow }, 1, 1))) !== undefined;
    }
    /** All runs that the server gives for these filters. */
    async list(filters) {
        const readPage = (page) => this.page(filters, page);
        return (await readPages({ concurrency: this.#client.concurrency, readPage })).items;
    }
    /** What a pull request comes from. */
    async pullRequestHead(number) {
        const thing = `pull request ${number}`;
        return await this.#client.request({
            ...this.#client.call(`get ${thing} of ${(0,github_repository/* fullName */.fq)(this.#client.repository)}`, {
                also: 'pull-requests',
                thing
            }),
            method: 'GET',
            path: '/repos/{owner}/{repo}/pulls/{pull_number}',
            parameters: { ...this.#client.repository, pull_number: number },
            read: ({ data }) => headOf(data),
            expected: 'a pull request'
        });
    }
}
async function orUndefined(request) {
    try {
        return await request;
    }
    catch (error) {
        if (error instanceof RequestError && error.status === 404)
            return undefined;
        throw error;
    }
}
function isRun(value) {
    const run = value;
    return (Number.isSafeInteger(run?.id) &&
        [
            run?.path,
            run?.event,
            run?.status,
            run?.conclusion,
            run?.head_branch,
            run?.created_at,
            run?.updated_at
        ].every(field => field === undefined || field === null || typeof field === 'string') &&
        [run?.repository, run?.head_repository].every(isRepositoryOrNull));
}
function isRepositoryOrNull(value) {
    if (value === undefined || value === null)
        return true;
    const { id, full_name: name } = value;
    return Number.isSafeInteger(id) && (name === undefined || typeof name === 'string');
}
function headOf(data) {
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

// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(370);
;// CONCATENATED MODULE: ./lib/http/request-queue.js





/** First pause before a retry, in ms; doubled each time. */
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
/** Where a server asks for a longer pause than this before one request, the request has failed. In ms. */
const LONGEST_RETRY_AFTER = 60_000;
/**
 * Sends requests, a bounded number at once, and is the one layer that tries again: what failed with a `RequestError`
 * that says it is `retryable`, after an exponential pause with jitter, or after what the server asked for
 * (Retry-After is authoritative when present). A request does not hold its place while it pauses. The limits of the API
 * are one gate for all.
 */
class RequestQueue {
    concurrency;
    limits;
    #options;
    #limit;
    constructor(options) {
        this.#options = options;
        this.concurrency = options.concurrency;
        this.limits = options.limits ?? new RateLimits({ longestWait: 0 });
        this.#limit = (0,p_limit/* default */.A)(options.concurrency);
        // More than ten may pause at once.
        if (options.signal)
            (0,external_node_events_.setMaxListeners)(0, options.signal);
    }
    /**
     * A request that is all there is to a try. One that was refused for a limit is sent again once that lifts, which is not
     * a try: the limit is waited for as long as RateLimits says.
     *
     * @param points what it costs against the limits of the API; 0 for one that is none of its business
     */
    async send(request, points = 0) {
        return await this.retry(async (attempt) => {
            for (;;) {
                try {
                    return await this.#pass(points, permit => this.#observed(permit, () => request(attempt)));
                }
                catch (error) {
                    if (!isRefusal(error) || !error.retryable)
                        throw error;
                }
            }
        });
    }
    /**
     * Calls `action` when fewer than `concurrency` requests are in flight, and the server does not want silence. Not to be
     * nested: the inner would wait for the outer.
     */
    async withSlot(action) {
        return await this.#pass(0, action);
    }
    async #pass(points, action) {
        for (;;) {
            const outcome = await this.#limit(async () => {
                this.#options.signal?.throwIfAborted();
                const permit = this.limits.admit(points);
                // Not awaited here: what waits at the gate does not hold a place.
                if (!('points' in permit))
                    return { opens: permit };
                try {
                    return { value: await action(permit) };
                }
                finally {
                    this.limits.leave(permit);
                }
            });
            if ('value' in outcome)
                return outcome.value;
            await outcome.opens;
        }
    }
    async #observed(permit, request) {
        try {
            const value = await request();
            this.limits.passed(permit);
            return value;
        }
        catch (error) {
            throw isRefusal(error) ? this.limits.refused(permit, error) : error;
        }
    }
    /**
     * Calls `action` with the number of the try, from 0, until it succeeds, fails for good or has no tries left. A try that
     * `progressed` does not count: the next one is the first again.
     *
     * @param signal ends the pause before the next try
     */
    async retry(action, signal = this.#options.signal) {
        const { retries, onRetry, firstDelay = FIRST_DELAY, clock = time_clock/* systemClock */.m } = this.#options;
        let lostAnswer = false;
        for (let attempt = 0;; attempt++) {
            try {
                return await action(attempt);
            }
            catch (error) {
                if (!(error instanceof RequestError))
                    throw error;
                const { retryAfter = 0, nextTry } = error;
                const learned = { attempts: attempt + 1, afterLostAnswer: error.afterLostAnswer || lostAnswer };
                lostAnswer ||= error.mayBeDone;
                const isUsedUp = nextTry === 'counted' && attempt >= retries;
                // A step that is stopped reports the result of its last request, not another try.
                const isStopped = this.#options.signal?.aborted === true;
                if (!error.retryable || isUsedUp || isStopped || retryAfter > LONGEST_RETRY_AFTER) {
                    throw error.asFinal(learned);
                }
                if (nextTry !== 'counted')
                    attempt = 0;
                const exponential = Math.min(LONGEST_DELAY, firstDelay * 2 ** attempt) * (0.5 + Math.random() / 2);
                const delay = nextTry === 'immediate' ? 0 : retryAfter || exponential;
                onRetry?.(error, delay);
                await clock.sleep(delay, signal);
            }
        }
    }
}
function isRefusal(error) {
    return error instanceof RequestError && error.code === 'api-rate-limited';
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./lib/messages/duration.js
/** For a person, in the two largest units: `45 s`, `2 m 5 s`, `3 h`. */
function formatDuration(ms) {
    const seconds = Math.round(ms / 1000);
    const parts = [
        [Math.floor(seconds / 3600), 'h'],
        [Math.floor(seconds / 60) % 60, 'm'],
        [seconds % 60, 's']
    ];
    const first = parts.findIndex(([count]) => count > 0);
    if (first < 0)
        return '0 s';
    return parts
        .slice(first, first + 2)
        .filter(([count]) => count > 0)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(' ');
}
/** How long something took, for a person: `40 ms`, `0.4 s`, `2 m 5 s`. */
function formatElapsed(ms) {
    if (ms < 100)
        return `${Math.round(ms)} ms`;
    return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}
/** A moment after "older than", for a person: `7 d`, `45 s`, `2026-01-31T00:00:00.000Z`. */
function formatMoment(moment) {
    if ('at' in moment)
        return new Date(moment.at).toISOString();
    return moment.ago < 3_600_000 ? formatDuration(moment.ago) : formatAge(moment.ago);
}
/** How old something is, for a person: `just now`, `5 min`, `3 h`, `12 d`. */
function formatAge(ms) {
    const minutes = Math.floor(ms / 60_000);
    if (minutes < 1)
        return 'just now';
    if (minutes < 120)
        return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}

// EXTERNAL MODULE: ./lib/selection/run-query.js + 1 modules
var run_query = __webpack_require__(9809);
;// CONCATENATED MODULE: ./lib/messages/size.js
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
/** Bytes for a person, in powers of 1000: `999 B`, `1.5 MB`. */
function formatSize(bytes) {
    const exponent = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
    const value = bytes / 1000 ** exponent;
    // 999,950 B would otherwise read "1000.0 kB".
    const rounded = exponent > 0 && value < 999.95 ? value.toFixed(1) : String(Math.round(value));
    return `${rounded} ${UNITS[exponent]}`;
}

;// CONCATENATED MODULE: ./lib/messages/selection-words.js






/** How many names a message lists. */
const MAX_NAMED = 10;
/** The searched place, for messages. */
function placeName({ place, repository }) {
    const name = (0,github_repository/* fullName */.fq)(repository);
    switch (place.kind) {
        case 'run':
            return `run ${place.runId} of ${name}`;
        case 'ids':
            return name;
        case 'search':
        case 'repository': {
            const query = (0,printable/* printable */.g)((0,run_query/* describeQuery */.Qp)(place.runs));
            return query === '' ? name : `${name} (${query})`;
        }
    }
}
/** What was asked of the artifacts, as it reads after what was selected; empty where all are meant. */
function describeCriteria(inputs) {
    const { place, names, pattern, olderThan, newerThan, largerThan, smallerThan, shard, limit } = inputs;
    const last = inputs.operation === 'delete' ? 'oldest' : 'newest';
    return [
        names.length > 0 && `named ${nameList(names)}`,
        pattern?.lines && `named like ${nameList(pattern.lines)}`,
        place.kind === 'ids' && plural(place.ids.length, 'id'),
        olderThan && `older than ${formatMoment(olderThan)}`,
        newerThan && `newer than ${formatMoment(newerThan)}`,
        largerThan !== undefined && `larger than ${formatSize(largerThan)}`,
        smallerThan !== undefined && `smaller than ${formatSize(smallerThan)}`,
        inputs.includeExpired && 'expired ones too',
        place.kind === 'repository' && inputs.latest && 'the newest of each name',
        inputs.operation === 'delete' && describeKept(inputs),
        shard && `shard ${shard.index}/${shard.count}`,
        limit > 0 && `the ${last} ${limit} at most`
    ]
        .filter(Boolean)
        .join(', ');
}
/** What a clean-up spares by rule. */
function describeKept({ keepLatest, keepSize, groupBy, goneBranches }) {
    const rules = [keepLatest && `${keepLatest}`, keepSize && formatSize(keepSize)].filter(Boolean);
    const groups = groupBy === 'all' ? '' : ` of each ${groupBy.replaceAll('-', ' ')}`;
    return [
        goneBranches && 'of branches that are gone',
        rules.length > 0 && `all but the newest ${rules.join(' and ')}${groups}`
    ]
        .filter(Boolean)
        .join(', ');
}
function nameList(names) {
    return firstOf(names, name => `"${(0,printable/* printable */.g)(name)}"`);
}
/** The first few, as `print` has them, and how many more there are. */
function firstOf(all, print) {
    const listed = all.slice(0, MAX_NAMED).map(print);
    return `${listed.join(', ')}${all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : ''}`;
}
/** `"dist" (123)` */
function artifactName({ id, name }) {
    return `"${(0,printable/* printable */.g)(name)}" (${id})`;
}
/** Why an artifact is not taken whose run does not fit, as far as that run is known. */
function describeMisfit(artifact, run, { currentRunId }) {
    const id = artifact.workflow_run?.id;
    const is = [
        (0,run_query/* isForeign */.jq)(artifact) && `of ${run?.head_repository?.full_name ?? 'another repository'}`,
        run?.path && `workflow ${run.path}`,
        run?.event && `event ${run.event}`,
        run && (run.conclusion ? `conclusion ${run.conclusion}` : `no conclusion yet: ${run.status ?? 'unknown'}`)
    ];
    const what = is.filter(Boolean).join(', ') || 'which the token may not see';
    const which = id !== undefined && id === currentRunId ? ' (this one)' : '';
    return `${artifactName(artifact)} of run ${id}${which}, which does not fit (${(0,printable/* printable */.g)(what)})`;
}
function describeExpired(artifact) {
    const { expires_at: day } = artifact;
    return `${artifactName(artifact)} expired${day === null ? '' : ` on ${(0,printable/* printable */.g)(day.slice(0, 10))}`}`;
}

// EXTERNAL MODULE: ./lib/text/glob.js + 2 modules
var glob = __webpack_require__(9567);
;// CONCATENATED MODULE: ./lib/selection/excluded-artifacts.js

/** What was read and is not meant: of another name, branch or commit than was asked for, or of a run that does not fit. */
class ExcludedArtifacts {
    /** Whether all was read that there is in the searched place. */
    isWhole = true;
    /** In bytes. */
    size = 0;
    #ids = new Set();
    #idle;
    constructor({ names, pattern, runs }) {
        const takers = (input, lines, textOf) => lines
            .filter(line => line.startsWith('!'))
            .map(line => {
            const matches = (0,glob/* compileGlob */.SO)(line.slice(1));
            return { input, line, takes: (artifact) => matches(textOf(artifact)) };
        });
        this.#idle = [
            // Where names are asked for, others are not read.
            ...takers('pattern', names.length === 0 ? (pattern?.lines ?? []) : [], ({ name }) => name),
            ...takers('branch', runs?.branch?.lines ?? [], ({ workflow_run: run }) => run?.head_branch ?? '')
        ];
    }
    get count() {
        return this.#ids.size;
    }
    /** The lines with `!` of an input that took away none of it. */
    idle(input) {
        return this.#idle.filter(idle => idle.input === input).map(({ line }) => line);
    }
    add(artifact) {
        // A list that moves while it is read gives some twice.
        if (this.#ids.has(artifact.id))
            return;
        this.#ids.add(artifact.id);
        this.size += artifact.size_in_bytes;
        if (this.#idle.length > 0)
            this.#idle = this.#idle.filter(({ takes }) => !takes(artifact));
    }
}

// EXTERNAL MODULE: ./lib/github/artifact.js
var github_artifact = __webpack_require__(6685);
;// CONCATENATED MODULE: ./lib/selection/near-misses.js

/** What was looked at and not taken: the newest of each name, for each reason. */
class NearMisses {
    #newest = new Map();
    add(reason, artifact) {
        const byName = this.#newest.get(reason) ?? new Map();
        this.#newest.set(reason, byName);
        const known = byName.get(artifact.name);
        if (known === undefined || known.id < artifact.id)
            byName.set(artifact.name, artifact);
    }
    /** The newest of a name; of any name when undefined. */
    newest(reason, name) {
        return name === undefined ? this.newestOfEach(reason)[0] : this.#newest.get(reason)?.get(name);
    }
    /** The newest of each name, newest first. */
    newestOfEach(reason) {
        return [...(this.#newest.get(reason)?.values() ?? [])].sort(github_artifact/* newestFirst */.ll);
    }
}

;// CONCATENATED MODULE: ./lib/time/moment.js
/** Milliseconds since the epoch. */
function epochOf(moment, now) {
    return 'at' in moment ? moment.at : now - moment.ago;
}

// EXTERNAL MODULE: ./lib/selection/shard.js
var selection_shard = __webpack_require__(5566);
;// CONCATENATED MODULE: ./lib/selection/select.js




/**
 * The artifacts that meet all criteria, stage by stage: the base (run, name, pattern, not expired), age and size,
 * `latest`, what is spared, shard, limit. The order of the input does not matter.
 *
 * @param now in ms since the epoch
 */
function select_select(artifacts, criteria, now) {
    const base = artifacts.filter(inBase(criteria)).sort(github_artifact/* newestFirst */.ll);
    const filtered = base.filter(inAgeAndSize(criteria, now));
    const live = criteria.includeExpired ? filtered : filtered.filter(artifact => !artifact.expired);
    const newest = criteria.latest ? newestOfEachName(live) : live;
    // Expired ones take no place among the newest.
    const sparedBy = criteria.sparing?.(base.filter(artifact => !artifact.expired)) ?? (() => undefined);
    const planned = newest.filter(artifact => sparedBy(artifact) === undefined);
    const shared = criteria.shard ? sharedOut(planned, criteria.shard) : planned;
    const selected = limited(shared, criteria);
    return {
        selected,
        expired: criteria.includeExpired ? [] : filtered.filter(artifact => artifact.expired),
        spared: [
            leftOut('age or size', base, filtered),
            leftOut('expiry', filtered, live),
            leftOut('latest', live, newest),
            ...byRule(newest, sparedBy),
            leftOut('shard', planned, shared),
            leftOut('limit', shared, selected)
        ].filter(({ count }) => count > 0)
    };
}
/** Whether rules count among more than what can be selected, so that all that is live has to be known. */
function countsAll({ keepLatest, keepSize }) {
    return keepLatest !== undefined || keepSize !== undefined;
}
function leftOut(rule, before, after) {
    return { rule, count: before.length - after.length, size: (0,github_artifact/* totalSize */.UT)(before) - (0,github_artifact/* totalSize */.UT)(after) };
}
function byRule(artifacts, sparedBy) {
    const spared = new Map();
    for (const artifact of artifacts) {
        const rule = sparedBy(artifact);
        if (rule === undefined)
            continue;
        const { count, size } = spared.get(rule) ?? { count: 0, size: 0 };
        spared.set(rule, { rule, count: count + 1, size: size + artifact.size_in_bytes });
    }
    return [...spared.values()].toSorted((a, b) => (a.rule < b.rule ? -1 : 1));
}
/** By run, name and pattern: what keep rules count among once expired ones are left out. */
function inBase({ runs, head, names, pattern }) {
    const wanted = new Set(names);
    return artifact => (wanted.size === 0 || wanted.has(artifact.name)) &&
        (pattern?.(artifact.name) ?? true) &&
        (runs === undefined || (0,run_query/* fitsEmbedded */.Nn)(artifact.workflow_run, runs, head));
}
/** By age and size. A date that is null, or none, fits neither of `older-than` and `newer-than`. */
function inAgeAndSize({ olderThan, newerThan, largerThan, smallerThan }, now) {
    const before = olderThan === undefined ? undefined : epochOf(olderThan, now);
    const after = newerThan === undefined ? undefined : epochOf(newerThan, now);
    return ({ created_at: date, size_in_bytes: size }) => {
        const created = date === null ? Number.NaN : Date.parse(date);
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
function sharedOut(artifacts, shard) {
    return artifacts.filter(({ id }) => (0,selection_shard/* isInShard */.O)(id, shard));
}
function limited(sorted, { limit, limitKeeps }) {
    if (limit === 0)
        return sorted;
    return limitKeeps === 'newest' ? sorted.slice(0, limit) : sorted.slice(-limit);
}

;// CONCATENATED MODULE: ./lib/selection/paging-plan.js



/** Dates may be a little out of the order of ids: so much, in ms, is allowed for. */
const SLACK = 3_600_000;
/**
 * How much of a list a selection needs; undefined where it needs all of it. The newest come first: what a limit, the
 * latest of given names or `newer-than` asks for is at that end. `older-than` alone, and a clean-up's limit, ask for
 * the other.
 *
 * @param now in ms since the epoch
 */
function pagingPlan(criteria, now) {
    if (countsAll(criteria))
        return undefined;
    // How many are on branches that are gone shows when all are known.
    if (criteria.goneBranches && criteria.limit > 0)
        return pagingPlan({ ...criteria, limit: 0 }, now);
    const { olderThan, newerThan, limit, limitKeeps, latest, names } = criteria;
    const before = olderThan === undefined ? Number.POSITIVE_INFINITY : epochOf(olderThan, now);
    const after = newerThan === undefined ? Number.NEGATIVE_INFINITY : epochOf(newerThan, now);
    const counts = limit > 0 && limitKeeps === 'newest';
    if (newerThan !== undefined || counts || (latest && names.length > 0)) {
        return {
            from: 'newest',
            begin: () => {
                const isFull = counter(criteria, 'newest');
                return (fitting, page) => isFull(fitting) || isBeyond(page.at(-1), created => created <= after - SLACK);
            }
        };
    }
    if (olderThan !== undefined || limit > 0) {
        return {
            from: 'oldest',
            begin: () => {
                const isFull = counter(criteria, 'oldest');
                return (fitting, page) => isFull(fitting) || isBeyond(page[0], created => created >= before + SLACK);
            }
        };
    }
    return undefined;
}
/** Whether the far end of a page is beyond a moment. Without a date it tells nothing. */
function isBeyond(end, beyond) {
    return typeof end?.created_at === 'string' && beyond(Date.parse(end.created_at));
}
/** Says, page by page, whether what fits so far is all that the limit or the names let through. */
function counter({ limit, limitKeeps, latest, shard, names }, from) {
    const seen = new Set();
    let count = 0;
    return fitting => {
        for (const { id, name } of fitting) {
            const isNew = !seen.has(name);
            seen.add(name);
            if ((isNew || !latest) && (shard === undefined || (0,selection_shard/* isInShard */.O)(id, shard)))
                count++;
        }
        return ((limit > 0 && limitKeeps === from && count >= limit) ||
            (latest && names.length > 0 && names.every(name => seen.has(name))));
    };
}

;// CONCATENATED MODULE: ./lib/selection/run-index.js





/** So many runs are looked at one by one before the list of those that fit is asked for, which tells of 100 at once. */
const LOOKS_BEFORE_LIST = 3;
/** What the server gives of a filtered list; https://docs.github.com/en/rest/actions/workflow-runs */
const MAX_RESULTS = 1000;
const WHOLE_SHA = /^(?:.{40}|.{64})$/;
/**
 * What is known of runs: whether they fit a query in what artifacts do not say of them. A run is asked for at most
 * once. After a few, the list of runs that fit is read along, from the newest: a run that is newer than the end of
 * what was read, and not in it, does not fit. The list is only trusted while its ids fall; each run in it is checked
 * again, because a server may not know a filter.
 */
class RunIndex {
    #options;
    #filters;
    #known = new Map();
    #oneAtATime = (0,p_limit/* default */.A)(1);
    #asked = new Set();
    #looks = 0;
    /** Runs that the list decided. */
    #spared = 0;
    #pagesRead = 0;
    /** Every fitting run with this id or a higher one is known. */
    #coveredTo = Number.POSITIVE_INFINITY;
    /** How many runs of the list are known. */
    #listed = 0;
    #window = { created: undefined, page: 1, items: 0, total: 0 };
    #total;
    #canList;
    constructor(options) {
        this.#options = options;
        this.#filters = filtersOf(options.query, options.head);
        this.#canList = Object.values(this.#filters).some(value => value !== undefined);
    }
    /** A run; undefined when there is none, or the token may not see it. */
    async get(runId) {
        const known = this.#known.get(runId) ?? this.#options.runs.get(runId);
        this.#known.set(runId, known);
        return await known;
    }
    /** Whether a run fits. */
    async fits(runId) {
        if (!(0,run_query/* needsRun */.ZT)(this.#options.query))
            return true;
        if (!this.#asked.has(runId)) {
            this.#asked.add(runId);
            if (this.#isDecided(runId))
                this.#spared++;
            // A page has to spare at least the request that it costs.
            else if (++this.#looks > LOOKS_BEFORE_LIST && this.#spared >= this.#pagesRead)
                await this.#readOn();
        }
        return await this.#judge(runId);
    }
    /** A run that was looked at or listed already. */
    async known(runId) {
        return await this.#known.get(runId);
    }
    /** Whether a run fits; undefined where that would have to be asked. */
    async fitsIfKnown(runId) {
        if (!(0,run_query/* needsRun */.ZT)(this.#options.query))
            return true;
        return this.#isDecided(runId) ? await this.#judge(runId) : undefined;
    }
    /** Those of many runs that fit, in the fewest requests: run by run, or by the list. */
    async fitting(runIds) {
        const all = [...new Set(runIds)];
        if (!(0,run_query/* needsRun */.ZT)(this.#options.query))
            return new Set(all);
        const open = () => all.filter(runId => !this.#isDecided(runId)).length;
        while (this.#canList && open() > (this.#total === undefined ? LOOKS_BEFORE_LIST : this.#pagesLeft)) {
            await this.#readOn();
        }
        const fitting = new Set();
        await forEachConcurrently(all, this.#options.concurrency, async (runId) => {
            if (await this.#judge(runId))
                fitting.add(runId);
        });
        return fitting;
    }
    /** All runs that fit, where the server has a list of them that is known after one page. */
    async few() {
        if (this.#canList && this.#total === undefined)
            await this.#readOn();
        if (this.#coveredTo > 0)
            return undefined;
        const known = await Promise.all(this.#known.values());
        return known.filter(run => run !== undefined).filter(run => (0,run_query/* fitsRun */.c2)(run, this.#options.query));
    }
    #isDecided(runId) {
        return this.#known.has(runId) || runId >= this.#coveredTo;
    }
    async #judge(runId) {
        if (!this.#known.has(runId) && runId >= this.#coveredTo)
            return false;
        const run = await this.get(runId);
        return run !== undefined && (0,run_query/* fitsRun */.c2)(run, this.#options.query);
    }
    get #pagesLeft() {
        return Math.ceil(((this.#total ?? 0) - this.#listed) / PER_PAGE);
    }
    /** One page more of the list of runs that fit. */
    async #readOn() {
        await this.#oneAtATime(async () => {
            if (!this.#canList)
                return;
            const { created, page } = this.#window;
            this.#pagesRead++;
            try {
                this.#take(await this.#options.runs.page({ ...this.#filters, created }, page));
            }
            catch (error) {
                // No such workflow now; runs of it may still be there.
                if (!(error instanceof RequestError && error.status === 404))
                    throw error;
                this.#canList = false;
            }
        });
    }
    #take({ total, items }) {
        const window = this.#window;
        for (const run of items)
            if (!this.#known.has(run.id))
                this.#known.set(run.id, Promise.resolve(run));
        const fresh = items.filter(({ id }) => id < this.#coveredTo);
        const falls = fresh.every(({ id }, index) => index === 0 || id < fresh[index - 1].id);
        // A run that is gone moves others to pages that were read: what is not in the list may fit after all.
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
        const isCapped = this.#isFiltered && window.items >= MAX_RESULTS;
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
    /** Lists of all runs, or of all of a workflow, are not capped. */
    get #isFiltered() {
        const { workflow: _, ...filters } = this.#filters;
        return Object.values(filters).some(value => value !== undefined);
    }
}
/** What the server can filter by. */
function filtersOf({ workflow, branch, commit, event, conclusion }, head) {
    const [line = ''] = branch?.lines ?? [];
    const isOneBranch = branch?.lines.length === 1 && !/^!|[*?[\]{}\\]/.test(line);
    return {
        // A path's last part: the server finds workflows by that or by id.
        workflow: workflow?.split('/').at(-1),
        branch: head?.branch ?? (isOneBranch ? line : undefined),
        event,
        head_sha: commit !== undefined && WHOLE_SHA.test(commit) ? commit : undefined,
        status: conclusion === 'any' ? undefined : conclusion
    };
}

;// CONCATENATED MODULE: ./lib/selection/run-search.js




/** Fewer pages than this are read to their end, before runs are asked for. */
const FEW_PAGES = 2;
/**
 * The search for a run: the newest artifact (highest id) that matches, of a run that fits. What artifacts say of their
 * run decides most of it; the run itself is looked at only for what they do not say.
 */
class Search {
    #options;
    #isNamed;
    #isOfAge;
    /** The artifacts of runs that were listed, by run. */
    #listed = new Map();
    constructor(options) {
        this.#options = options;
        this.#isNamed = inBase({ ...options.criteria, runs: undefined });
        this.#isOfAge = inAgeAndSize(options.criteria, options.now);
    }
    /** The artifacts of the run that is found, those that match among them; none when no run is found. */
    async run() {
        const { names } = this.#options.criteria;
        const reads = [];
        if (names.length === 0)
            reads.push(await this.#read(undefined));
        else {
            await forEachConcurrently(names, this.#options.concurrency, async (name) => {
                reads.push(await this.#read(name));
            });
        }
        const seen = [...reads.flatMap(({ items }) => items), ...[...this.#listed.values()].flat()];
        const found = await this.#newest(seen);
        const runId = found?.workflow_run?.id;
        if (runId === undefined)
            return [];
        const ofRun = seen.filter(artifact => artifact.workflow_run?.id === runId);
        return this.#isWhole(ofRun, reads, runId) ? ofRun : await this.#artifactsOf(runId);
    }
    /** Whether all is known of a run that the selection can want of it. */
    #isWhole(ofRun, reads, runId) {
        const { latest, names } = this.#options.criteria;
        if (this.#listed.has(runId) || reads.every(({ complete }) => complete))
            return true;
        // What was read, was read from the newest on.
        return latest && names.length > 0 && names.every(name => ofRun.some(artifact => artifact.name === name));
    }
    async #read(name) {
        return await this.#options.artifacts.list({
            name,
            keep: this.#isNamed,
            stop: {
                from: 'newest',
                begin: () => {
                    let isFirst = name === undefined;
                    return async (page) => {
                        if ((await this.#newest(page.items)) !== undefined)
                            return true;
                        const goesByRuns = isFirst && (await this.#tryRuns(page));
                        isFirst = false;
                        return goesByRuns;
                    };
                }
            }
        });
    }
    /**
     * Runs first: where the server names the few runs that fit, their own lists cost less than the rest of the
     * repository's. The run that changed last comes first; once a found artifact is newer than all that is left, it is
     * the newest.
     *
     * @returns whether this was the way; what was found is in `#listed`
     */
    async #tryRuns({ total, items }) {
        const pagesLeft = Math.ceil(total / Math.max(1, items.length)) - 1;
        if (pagesLeft <= FEW_PAGES)
            return false;
        const runs = await this.#options.runIndex.few();
        if (runs === undefined || runs.length >= pagesLeft)
            return false;
        let newest;
        for (const run of runs.toSorted(lastChangedFirst)) {
            if (newest?.created_at && Date.parse(newest.created_at) > lastChange(run))
                break;
            const found = await this.#newest(await this.#artifactsOf(run.id));
            if (found !== undefined && (newest === undefined || found.id > newest.id))
                newest = found;
        }
        return true;
    }
    async #artifactsOf(runId) {
        const known = this.#listed.get(runId);
        if (known !== undefined)
            return known;
        const { names } = this.#options.criteria;
        const { items } = await this.#options.artifacts.list({
            runId,
            name: names.length === 1 ? names[0] : undefined,
            keep: this.#isNamed
        });
        this.#listed.set(runId, items);
        return items;
    }
    /** The newest that matches, of a run that fits. */
    async #newest(artifacts) {
        const { query, criteria, runIndex, nearMisses } = this.#options;
        for (const artifact of artifacts.toSorted(github_artifact/* newestFirst */.ll)) {
            if (!this.#isNamed(artifact))
                continue;
            const run = artifact.workflow_run;
            const isLeft = (0,run_query/* isForeign */.jq)(artifact) && !query.allowForks;
            if (!(0,run_query/* fitsEmbedded */.Nn)(run, query, criteria.head))
                nearMisses.add('elsewhere', artifact);
            else if (!this.#isOfAge(artifact))
                nearMisses.add(isLeft ? 'foreign-filtered' : 'filtered', artifact);
            else if (artifact.expired && !criteria.includeExpired)
                nearMisses.add('expired', artifact);
            else if (isLeft)
                nearMisses.add('foreign', artifact);
            else if (run?.id === undefined)
                continue;
            else if (await runIndex.fits(run.id))
                return artifact;
            else
                nearMisses.add('run', artifact);
        }
        return undefined;
    }
}
/**
 * Nothing of a run is newer. A run without a date may hold anything, and so may one that goes on: its date is when its
 * status changed, not when it uploaded.
 */
function lastChange({ status, updated_at: date }) {
    return date && status === 'completed' ? Date.parse(date) : Number.POSITIVE_INFINITY;
}
function lastChangedFirst(a, b) {
    const [changedA, changedB] = [lastChange(a), lastChange(b)];
    // Not subtracted first: both may be infinite.
    return changedA === changedB ? b.id - a.id : changedB - changedA;
}

// EXTERNAL MODULE: ./lib/selection/keep-rules.js
var keep_rules = __webpack_require__(3863);
;// CONCATENATED MODULE: ./lib/selection/unfinished-runs.js





/**
 * What a run may be before it is completed (https://docs.github.com/en/rest/actions/workflow-runs), in the order in which
 * it goes: a list that is asked for once those before it are there has what they no longer had.
 */
const UNFINISHED = [['requested', 'pending', 'waiting'], ['queued'], ['in_progress']];
/** What the server gives of a filtered list of runs. */
const unfinished_runs_MAX_RESULTS = 1000;
/** The runs of a repository that are not completed, asked for at most once. */
class UnfinishedRuns {
    #services;
    #asked;
    constructor(services) {
        this.#services = services;
    }
    /**
     * Spares what these runs have made. A run that begins later is not among them, so that what is not known to have been
     * there before is spared too.
     *
     * @param newest the highest id that was seen before the call; undefined where all artifacts are known
     * @throws ActionError or RequestError where they cannot be told: then nothing is to be deleted
     */
    async sparing(newest) {
        this.#asked ??= this.#ask(newest);
        return await this.#asked;
    }
    async #ask(newest) {
        const sparings = [(0,keep_rules/* unfinishedRuns */.CD)(await this.#ids())];
        if (newest !== undefined)
            sparings.push((0,keep_rules/* uploadedAfter */.Dj)(newest));
        return (0,keep_rules/* sparedByAny */.v1)(sparings);
    }
    async #ids() {
        const { queue } = this.#services;
        const found = new Set();
        for (const statuses of UNFINISHED) {
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
            if (first.total > unfinished_runs_MAX_RESULTS)
                throw tooMany(status, first.total);
            if (first.items.length >= first.total)
                return first.items;
            return [...first.items, ...(await runs.list({ status }))];
        }
        catch (error) {
            // A server that does not know a status has no run in it.
            if (error instanceof RequestError && error.status === 422)
                return [];
            throw error;
        }
    }
}
function tooMany(status, total) {
    return new action_error/* ActionError */.lZ('api-rejected', `${total} runs are ${status}, and the API names no more than ${plural(unfinished_runs_MAX_RESULTS, 'run')}: which artifacts are of runs that are not completed cannot be told`, { hint: 'Nothing was deleted. Run the step again when fewer runs are waiting.' });
}

;// CONCATENATED MODULE: ./lib/selection/candidates.js











/**
 * Looks for the artifacts that a request means, in as few requests as it takes.
 *
 * @param now in ms since the epoch
 */
async function findCandidates(inputs, services, now) {
    const { place } = inputs;
    const query = place.kind === 'repository' || place.kind === 'search' ? place.runs : run_query/* ANY_RUN */.L8;
    const pullRequest = query.pullRequest === undefined ? undefined : await services.runs.pullRequestHead(query.pullRequest);
    if (inputs.operation === 'delete')
        refuseGoneFork(query, pullRequest);
    const head = pullRequest && {
        branch: pullRequest.ref,
        repositoryId: pullRequest.repository?.id,
        sha: pullRequest.sha
    };
    const criteria = {
        ...inputs,
        runs: query,
        head,
        limitKeeps: inputs.operation === 'delete' ? 'oldest' : 'newest'
    };
    const runIndex = new RunIndex({ runs: services.runs, query, head, concurrency: services.queue.concurrency });
    const nearMisses = new NearMisses();
    const unfinished = new UnfinishedRuns(services);
    const excluded = new ExcludedArtifacts(criteria);
    const shared = { criteria, query, runIndex, nearMisses, excluded, unfinished, now };
    const { items: candidates, complete } = await candidatesIn(inputs, services, shared);
    return { criteria, candidates, complete, nearMisses, excluded, runIndex, unfinished, pullRequest, now };
}
async function candidatesIn(inputs, services, shared) {
    const { place } = inputs;
    const { artifacts, queue } = services;
    switch (place.kind) {
        case 'ids':
            return { items: await byIds(place.ids, services), complete: true };
        case 'run':
            return await inOneRun(place.runId, services, shared);
        case 'search':
            return {
                items: await new Search({ artifacts, concurrency: queue.concurrency, ...shared }).run(),
                complete: true
            };
        case 'repository':
            return await inRepository(services, { ...shared, leavesForks: leavesForks(inputs, place.runs) });
    }
}
async function byIds(ids, { artifacts, queue }) {
    const found = [];
    await forEachConcurrently(ids, queue.concurrency, async (id) => {
        const artifact = await artifacts.get(id);
        if (artifact !== undefined)
            found.push(artifact);
    });
    return found;
}
/** The artifacts of one run fit a page or two: several names are not worth a request each. */
async function inOneRun(runId, { artifacts }, { criteria, excluded, now }) {
    const [name, ...more] = criteria.names;
    const isOf = inBase(criteria);
    const read = await artifacts.list({
        runId,
        name: more.length === 0 ? name : undefined,
        keep: artifact => {
            const isKept = isOf(artifact);
            if (!isKept)
                excluded.add(artifact);
            return isKept;
        },
        stop: stopAt(criteria, now, page => page.filter(selectable(criteria, now)))
    });
    excluded.isWhole = read.complete;
    return read;
}
/** What is foreign stays out of a download that did not name it. */
function leavesForks({ operation }, { allowForks }) {
    return operation === 'download' && !allowForks;
}
/** In a repository each name is worth a request. */
async function inRepository({ artifacts, queue }, { criteria, query, runIndex, nearMisses, excluded, unfinished, now, leavesForks }) {
    const isOf = inBase(criteria);
    const isNamed = inBase({ ...criteria, runs: undefined });
    const isOfAge = inAgeAndSize(criteria, now);
    const isSelectable = selectable(criteria, now);
    const stays = (artifact) => !(leavesForks && (0,run_query/* isForeign */.jq)(artifact));
    const keepsOldest = criteria.limitKeeps === 'oldest';
    // Where names are many, what one's list has shown does not tell which of another's were there before.
    const limit = keepsOldest && criteria.names.length > 1 ? 0 : criteria.limit;
    const limitsDeletion = keepsOldest && limit > 0 && !criteria.goneBranches;
    let newest = 0;
    const fitting = async (page) => {
        const wanted = page.filter(artifact => isSelectable(artifact) && stays(artifact));
        // What is spared does not use up the limit.
        const sparing = limitsDeletion && wanted.length > 0 ? await unfinished.sparing(newest) : undefined;
        const sparedBy = sparing?.(wanted);
        const open = wanted.filter(artifact => sparedBy?.(artifact) === undefined);
        const runIds = await runIndex.fitting(runIdsOf(open));
        return (0,run_query/* needsRun */.ZT)(query) ? open.filter(artifact => runIds.has(artifact.workflow_run?.id ?? 0)) : open;
    };
    const found = [];
    let complete = true;
    const readOne = async (name) => {
        const plan = { ...criteria, limit, names: name === undefined ? [] : [name] };
        const keep = (artifact) => {
            newest = Math.max(newest, artifact.id);
            const isKept = isOf(artifact);
            if (!isKept)
                excluded.add(artifact);
            if (!isKept && isNamed(artifact))
                nearMisses.add('elsewhere', artifact);
            return isKept;
        };
        const read = await artifacts.list({ name, keep, stop: stopAt(plan, now, fitting) });
        complete &&= read.complete;
        excluded.isWhole &&= read.complete;
        // Not spread: there may be more than a call takes arguments.
        for (const artifact of read.items)
            found.push(artifact);
    };
    if (criteria.names.length === 0)
        await readOne(undefined);
    else
        await forEachConcurrently(criteria.names, queue.concurrency, readOne);
    const taken = found.filter(artifact => {
        const isTaken = stays(artifact);
        if (!isTaken)
            nearMisses.add(isOfAge(artifact) ? 'foreign' : 'foreign-filtered', artifact);
        return isTaken;
    });
    if (!(0,run_query/* needsRun */.ZT)(query))
        return { items: taken, complete };
    // Keep rules count what cannot be selected too: it has to be of a run that fits.
    const isCounted = (artifact) => isSelectable(artifact) || (countsAll(criteria) && isOf(artifact) && !artifact.expired);
    const runIds = await runIndex.fitting(runIdsOf(taken.filter(isCounted)));
    const items = taken.filter(artifact => {
        const isFit = runIds.has(artifact.workflow_run?.id ?? 0);
        if (isCounted(artifact)) {
            if (isFit)
                return true;
            nearMisses.add('run', artifact);
            excluded.add(artifact);
            return false;
        }
        // Not worth a request, so that nothing is known of its run.
        complete = false;
        if (isOfAge(artifact))
            nearMisses.add('unchecked', artifact);
        return false;
    });
    return { items, complete };
}
/** Fits name, run (as far as the artifact tells), age and size, and is not expired. */
function selectable(criteria, now) {
    const isOf = inBase(criteria);
    const isOfAge = inAgeAndSize(criteria, now);
    return artifact => isOf(artifact) && isOfAge(artifact) && (criteria.includeExpired || !artifact.expired);
}
function stopAt(criteria, now, fitting) {
    const plan = pagingPlan(criteria, now);
    return (plan && {
        from: plan.from,
        begin: () => {
            const isEnough = plan.begin();
            return async ({ items }) => isEnough(await fitting(items), items);
        }
    });
}
function runIdsOf(artifacts) {
    return artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined);
}
/** Of a fork that is gone nobody tells which artifacts were its own, and deletion is for good. */
function refuseGoneFork({ pullRequest: number }, head) {
    if (head === undefined || head.repository !== undefined)
        return;
    const commit = head.sha === undefined ? '' : `, or commit: ${(0,printable/* printable */.g)(head.sha)} for what its last commit has made`;
    throw new action_error/* ActionError */.lZ('artifact-foreign', `Pull request ${number} comes from a repository that is gone: its artifacts cannot be told from those of other such repositories`, { hint: `Nothing was deleted. Give artifact-ids${commit}.` });
}

;// CONCATENATED MODULE: ./lib/selection/missing.js

/**
 * A name whose artifacts are all of another age or size than was asked for is missing as well, but to a clean-up: there
 * it is spared.
 *
 * @param now in ms since the epoch
 */
function missingOf(inputs, candidates, now) {
    const { operation, place, names, includeExpired } = inputs;
    if (place.kind !== 'ids' && names.length === 0)
        return { ids: [], names: [] };
    const usable = candidates.filter(artifact => includeExpired || !artifact.expired);
    const byId = new Map(candidates.map(artifact => [artifact.id, artifact]));
    const usableIds = new Set(usable.map(({ id }) => id));
    const fitting = operation === 'delete' ? usable : usable.filter(inAgeAndSize(inputs, now));
    const there = new Set(fitting.map(({ name }) => name));
    const ids = place.kind === 'ids' ? place.ids : [];
    return {
        ids: ids.filter(id => !usableIds.has(id)).map(id => ({ id, expired: byId.get(id) })),
        names: names.filter(name => !there.has(name))
    };
}
function isComplete({ ids, names }) {
    return ids.length === 0 && names.length === 0;
}

;// CONCATENATED MODULE: ./lib/selection/wait.js






/** The first pause between two looks, in ms; then longer and longer, up to LONGEST times that. */
const LOOK_DELAY = 2000;
const GROWTH = 1.5;
/** 15 s for 2 s. */
const wait_LONGEST = 7.5;
/**
 * Looks until everything that was asked for is there or `wait-timeout` is over. Looks after the first are conditional
 * requests, which cost nothing of the rate limit while nothing changes.
 *
 * A run that is waited for and has completed gets one last look: uploads appear with a little delay. For the same
 * reason an exact name of the current run gets a second look even without `wait-timeout`.
 */
async function lookUntilThere(inputs, services) {
    const { report, lookDelay, signal } = services;
    const started = Date.now();
    let found = await findCandidates(inputs, services, started);
    if (isThere(inputs, found))
        return found;
    if (inputs.waitTimeout === 0) {
        if (!isWorthSecondLook(inputs, found))
            return found;
        report.info(`${awaited(inputs, found)} is not there (yet): looking once more`);
        await (0,promises_.setTimeout)(lookDelay, undefined, { signal });
        return await findCandidates(inputs, services, Date.now());
    }
    const end = started + inputs.waitTimeout;
    report.info(`Waiting up to ${formatDuration(inputs.waitTimeout)} for ${awaited(inputs, found)} in ${placeName(inputs)}`);
    let isLast = false;
    for (let delay = lookDelay; !isLast; delay = Math.min(delay * GROWTH, lookDelay * wait_LONGEST)) {
        isLast = await isOver(inputs, services);
        const left = end - Date.now();
        if (left <= delay)
            isLast = true;
        await (0,promises_.setTimeout)(Math.max(0, Math.min(isLast ? lookDelay : delay, left)), undefined, { signal });
        found = await findCandidates(inputs, services, Date.now());
        if (isThere(inputs, found))
            break;
    }
    const why = isThere(inputs, found) ? 'it is there' : 'it is not there';
    report.info(`Waited ${formatDuration(Date.now() - started)}: ${why}`);
    return found;
}
function isThere(inputs, { candidates, criteria, now }) {
    return (isComplete(missingOf(inputs, candidates, now)) && select_select(candidates, criteria, now).selected.length > 0);
}
/** An exact name of the current run that is not there at all. */
function isWorthSecondLook(inputs, { candidates, now }) {
    const { place, operation } = inputs;
    if (operation === 'delete' || place.kind !== 'run' || place.how !== 'current')
        return false;
    const missing = missingOf({ ...inputs, includeExpired: true }, candidates, now);
    return missing.names.length > 0;
}
/** Whether the run that is waited for has completed. The current one has not, and a search may find a later one. */
async function isOver({ place }, { runs }) {
    if (place.kind !== 'run' || place.how === 'current')
        return false;
    const run = await runs.get(place.runId);
    return run === undefined || run.status === 'completed';
}
function awaited(inputs, { candidates, now }) {
    const { ids, names } = missingOf(inputs, candidates, now);
    const parts = [
        names.length > 0 && nameList(names),
        ids.length > 0 && `artifact ${ids.map(({ id }) => id).join(', ')}`
    ];
    return parts.filter(Boolean).join(' and ') || 'an artifact';
}

// EXTERNAL MODULE: ./node_modules/fast-string-width/dist/index.js + 2 modules
var dist = __webpack_require__(3223);
;// CONCATENATED MODULE: ./lib/messages/log-lines.js







/** More lines than this are folded into a group. */
const log_lines_LONG = 20;
/** A longer name is not waited for: it would push all others away. In columns. */
const MAX_NAME = 60;
/** Of `just now`. */
const AGE_WIDTH = 8;
/** How each of these artifacts is called in its line: names and sizes line up, `dist (17)       453 B`. */
function labelsOf(artifacts) {
    const name = ({ name, id }) => `${(0,printable/* printable */.g)(name)} (${id})`;
    const size = ({ size_in_bytes: bytes }) => formatSize(bytes);
    const widest = (text) => artifacts.reduce((width, artifact) => Math.max(width, (0,dist/* default */.A)(text(artifact))), 0);
    const nameWidth = Math.min(MAX_NAME, widest(name));
    const sizeWidth = widest(size);
    return artifact => `${padded(name(artifact), nameWidth)}  ${size(artifact).padStart(sizeWidth)}`;
}
/** What follows a label, as far as it is known: `       3 d  main (fork)  expired`. */
function detailsOf(artifact) {
    const { created_at: created, expired } = artifact;
    const at = created === null ? Number.NaN : Date.parse(created);
    return [
        '',
        Number.isNaN(at) ? '' : formatAge(Date.now() - at).padStart(AGE_WIDTH),
        (0,printable/* printable */.g)((0,run_query/* branchTitle */.ps)(artifact)),
        expired ? 'expired' : ''
    ]
        .filter((text, index) => index === 0 || text !== '')
        .join('  ');
}
/** To so many columns, as a log shows them: a Chinese character or an emoji takes two, an accent of its own none. */
function padded(text, columns) {
    return text + ' '.repeat(Math.max(0, columns - (0,dist/* default */.A)(text)));
}
/** `3 artifacts (20.0 MB)` */
function amount(artifacts) {
    return `${plural(artifacts.length, 'artifact')} (${formatSize((0,github_artifact/* totalSize */.UT)(artifacts))})`;
}
/** Does what says a line for each artifact, in a group of the log where these are many. */
async function withLogGroup(report, { title, lines }, action) {
    if (lines <= log_lines_LONG)
        return await action();
    report.group(title);
    try {
        return await action();
    }
    finally {
        report.endGroup();
    }
}

;// CONCATENATED MODULE: ./lib/selection/group-tally.js
/** @param nameOf the group of an artifact */
function tallyGroups(artifacts, nameOf) {
    const tallies = new Map();
    for (const fate of ['kept', 'deleted']) {
        for (const artifact of artifacts[fate]) {
            const name = nameOf(artifact);
            const tally = tallies.get(name) ?? { name, kept: 0, deleted: 0 };
            tally[fate] += artifact.size_in_bytes;
            tallies.set(name, tally);
        }
    }
    return [...tallies.values()];
}

;// CONCATENATED MODULE: ./lib/selection/retention.js



/**
 * What a clean-up spares, with what has to be asked for it. Runs are asked for after the artifacts, if they were not while
 * these were read: one that has begun since is then not taken for completed.
 *
 * @throws ActionError or RequestError where something that decides cannot be read: then nothing is to be deleted
 */
async function rulesOf(inputs, { candidates, unfinished, runIndex }, services) {
    const sparings = [];
    let groupOf = artifact => (0,keep_rules/* groupName */.hv)(artifact, 'name');
    if (candidates.length === 0)
        return { sparing: (0,keep_rules/* sparedByAny */.v1)(sparings), groupOf };
    if (inputs.keepLatest !== undefined || inputs.keepSize !== undefined) {
        const workflowOf = inputs.groupBy === 'workflow' ? await workflows(candidates, services) : undefined;
        sparings.push((0,keep_rules/* keepRules */.RR)(inputs, workflowOf));
        groupOf = artifact => (0,keep_rules/* groupName */.hv)(artifact, inputs.groupBy, workflowOf);
    }
    if (inputs.goneBranches)
        sparings.push((0,keep_rules/* liveBranches */.rw)(await services.refs.names()));
    if (inputs.place.kind === 'repository')
        sparings.push(await unfinished.sparing());
    if (inputs.place.kind === 'search')
        sparings.push(await foundRun(inputs, candidates, runIndex));
    return { sparing: (0,keep_rules/* sparedByAny */.v1)(sparings), groupOf };
}
/** Spares the run that was found while it goes on, unless it is this one, which knows best. */
async function foundRun({ currentRunId }, [artifact], runIndex) {
    const runId = artifact?.workflow_run?.id;
    if (runId === undefined || runId === currentRunId)
        return (0,keep_rules/* unfinishedRuns */.CD)(new Set());
    const run = await runIndex.get(runId);
    return (0,keep_rules/* unfinishedRuns */.CD)(new Set(run?.status === 'completed' ? [] : [runId]));
}
/** The workflows of the artifacts' runs: by lists of 100 runs, or run by run where that takes fewer requests. */
async function workflows(artifacts, { runs, queue }) {
    const wanted = new Set(artifacts.map(({ workflow_run: run }) => run?.id).filter(id => id !== undefined));
    const known = new Map();
    const missing = () => [...wanted].filter(id => !known.has(id));
    for (let page = 1; missing().length > 1; page++) {
        const { items, total } = await runs.page({}, page);
        for (const { id, workflow_id: workflow } of items)
            known.set(id, workflow ?? undefined);
        const pagesLeft = Math.ceil(total / Math.max(1, Math.min(items.length, PER_PAGE))) - page;
        if (items.length === 0 || pagesLeft <= 0 || missing().length <= pagesLeft)
            break;
    }
    await forEachConcurrently(missing(), queue.concurrency, async (id) => {
        known.set(id, (await runs.get(id))?.workflow_id ?? undefined);
    });
    return ({ workflow_run: run }) => (run?.id === undefined ? undefined : known.get(run.id));
}

;// CONCATENATED MODULE: ./lib/selection/forks.js




/** Runs are named up to here: a request each. */
const MAX_RUNS = 5;
/** Why an artifact of another repository's commit is dangerous, for hints. */
const FORK_DANGER = 'Whoever opened that pull request chose what is in it: run, trust or publish nothing of it (https://codeql.github.com/codeql-query-help/actions/actions-artifact-poisoning-critical/).';
/** Whose commit a run was made from, as it reads in a message. */
async function headRepositoryName(runId, runIndex) {
    const run = runId === undefined ? undefined : await runIndex.get(runId).catch(() => undefined);
    const name = run?.head_repository?.full_name;
    return name === undefined ? 'a repository that is not known (any more)' : (0,printable/* printable */.g)(name);
}
/**
 * Says whose an artifact is that was taken because its run or its id was given outright. Not for the current run, nor
 * for a deletion, which takes nothing of it.
 */
async function noteForeign({ place, operation, currentRunId }, selected, { runIndex, report }) {
    const isGiven = place.kind === 'ids' || (place.kind === 'run' && place.how !== 'current');
    if (operation === 'delete' || !isGiven)
        return;
    const byRun = new Map();
    for (const artifact of selected.filter(run_query/* isForeign */.jq)) {
        const runId = artifact.workflow_run?.id;
        byRun.set(runId, [...(byRun.get(runId) ?? []), artifact]);
    }
    if (currentRunId !== undefined)
        byRun.delete(currentRunId);
    for (const [runId, artifacts] of [...byRun].slice(0, MAX_RUNS)) {
        const [first, ...more] = artifacts;
        const what = `Artifact ${artifactName(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
        const where = runId === undefined ? '' : `, run ${runId}`;
        const text = `${what} of another repository: ${await headRepositoryName(runId, runIndex)}${where}. ${FORK_DANGER}`;
        if (place.kind === 'run' && place.how === 'triggering')
            report.warning(text);
        else
            report.notice(text);
    }
    if (byRun.size > MAX_RUNS)
        report.notice(`${byRun.size - MAX_RUNS} runs more are of other repositories`);
}
/**
 * Says that an artifact of a fork was passed over, so that nobody wonders where it is: a notice where it would have
 * been taken in place of an own one, or where there is no own one; else a line of the log.
 */
async function noteLeftForks({ operation, place }, selected, { candidates, criteria, nearMisses, runIndex, now }, report) {
    const [taken] = selected;
    if (operation === 'delete' || taken === undefined)
        return;
    const foreign = nearMisses.newestOfEach('foreign');
    if (foreign.length === 0)
        return;
    const allowed = place.kind === 'search'
        ? foreign.filter(({ id }) => id > taken.id)
        : select_select([...candidates, ...foreign], criteria, now).selected.filter(run_query/* isForeign */.jq);
    for (const artifact of allowed) {
        // No request is spent on it: where nothing is known of its run, it may fit.
        const fits = await runIndex.fitsIfKnown(artifact.workflow_run?.id ?? 0);
        if (fits === false)
            continue;
        const own = selected.find(({ name }) => name === artifact.name);
        const what = `${artifactName(artifact)} of another head repository (a pull request from a fork)`;
        if (fits && (own === undefined || own.id < artifact.id)) {
            report.notice(`Left out: ${what}, ${own ? `newer than ${own.id}, which is taken` : 'and no other has that name'}. Whoever opened that pull request chose what is in it; allow-forks: true would take it all the same`);
        }
        else
            report.info(`Left out: ${what}`);
        return;
    }
}

// EXTERNAL MODULE: ./lib/text/similar-names.js
var similar_names = __webpack_require__(4683);
;// CONCATENATED MODULE: ./lib/selection/typos.js



/** Whether it looks like a list in one line: `a, b`, or `a b` where one of them is there. */
function isFolded(text, names) {
    const words = text.split(/[\s,]+/);
    return /\S,\s*\S/.test(text) || words.some(word => word !== text && names.includes(word));
}
/**
 * Slips in what was searched by: the server gives nothing then, and does not say why.
 *
 * @param others asked for what there is in the searched place, where that is worth a request
 */
async function findTypos({ place }, { runs }, others) {
    if (place.kind !== 'search' && place.kind !== 'repository')
        return [];
    const { workflow, branch } = place.runs;
    const slips = [];
    if (workflow !== undefined && !(await runs.hasWorkflow(workflow).catch(() => true))) {
        const isId = /^\d+$/.test(workflow);
        const near = isId ? [] : (0,similar_names/* similarNames */.q)(fileName(workflow), await workflowFiles(runs));
        const hint = near.length === 0 ? '' : ` (the nearest: ${nameList(near)})`;
        slips.push(`there is no workflow ${(0,printable/* printable */.g)(workflow)}${hint}`);
    }
    const [line = '', ...more] = branch?.lines ?? [];
    // A glob, or several, may mean what is not there.
    if (more.length === 0 && /^[^*?[{!]+$/.test(line)) {
        slips.push(branchSlip(line, (await others().catch(() => undefined)) ?? []));
    }
    return slips.filter(slip => slip !== undefined);
}
/** Of the newest runs. */
async function workflowFiles(runs) {
    const newest = await runs.page({}, 1).catch(() => undefined);
    return (newest?.items ?? []).map(({ path }) => fileName(path ?? '')).filter(Boolean);
}
function fileName(path) {
    return path.replace(/@.*$/, '').replace(/^.*\//, '');
}
/** A branch without artifacts that is a slip away from one that has some. */
function branchSlip(branch, others) {
    const branches = others.map(({ workflow_run: run }) => run?.head_branch).filter(name => name != null);
    const near = branches.includes(branch) ? undefined : (0,similar_names/* likelyMeant */.S)(branch, branches);
    return (near &&
        `none of the newest artifacts is of branch ${(0,printable/* printable */.g)(branch)} (did you mean ${(0,printable/* printable */.g)(near)}?)`);
}

;// CONCATENATED MODULE: ./lib/selection/not-found.js









/** A look at what is there, in one request. */
const FIRST_PAGE = { from: 'newest', begin: () => () => true };
const GLOBS_ONLY = 'a pattern has *, **, ?, {a,b} and [x], and is no regular expression';
const HINTS = {
    'artifact-not-found': 'if-no-artifact-found: warn or ignore lets the step pass.',
    'artifact-expired': 'Run the workflow again, or raise retention-days where the artifact is uploaded.',
    'artifact-foreign': FORK_DANGER
};
/** What is missing of what was asked for, as an error; undefined when nothing is. */
async function notFound(inputs, asked, services) {
    const teller = new NotFoundExplainer(inputs, asked, services);
    const problems = await teller.problems();
    if (problems.length === 0)
        return undefined;
    const slips = await findTypos(inputs, services, () => teller.otherArtifacts());
    // Ignored is that nothing is there, not that nothing ever will be.
    if (inputs.ifNoArtifactFound === 'ignore') {
        for (const slip of slips)
            services.report.warning(`Not found in ${placeName(inputs)}: ${slip}`);
        slips.length = 0;
    }
    const shown = [...slips, ...problems.slice(0, MAX_NAMED).map(({ text }) => text)];
    if (problems.length > MAX_NAMED)
        shown.push(`${problems.length - MAX_NAMED} more are missing`);
    const codes = ['artifact-foreign', 'artifact-expired', 'artifact-not-found'].filter(code => problems.some(problem => problem.code === code));
    const check = whatToCheck(inputs, problems);
    const checks = codes.includes('artifact-not-found') ? [check] : [];
    const reasons = await teller.reasons(codes);
    const hints = [...checks, ...codes.map(code => HINTS[code]), ...teller.advice(codes), ...reasons];
    const [code = 'artifact-not-found'] = codes;
    const told = `Not found in ${placeName(inputs)}: ${shown.join('; ')}`;
    // Where it is no error, nobody reads its hints.
    const message = inputs.ifNoArtifactFound === 'error' ? told : [told, ...reasons].join('. ');
    return new action_error/* ActionError */.lZ(code, message, { hint: hints.join('\n') });
}
/** What a reader can look at where only these keep an artifact from being taken. */
function agesAndSizes({ olderThan, newerThan, largerThan, smallerThan }) {
    const given = Object.entries({
        'older-than': olderThan,
        'newer-than': newerThan,
        'larger-than': largerThan,
        'smaller-than': smallerThan
    }).filter(([, value]) => value !== undefined);
    return `Check ${given.map(([name]) => name).join(', ')}.`;
}
/** What a reader can look at, by where was looked. */
function whatToCheck(inputs, problems) {
    const { place } = inputs;
    const isOnly = (reason) => problems.every(({ code, only }) => code !== 'artifact-not-found' || only === reason);
    if (isOnly('age or size'))
        return agesAndSizes(inputs);
    if (isOnly('pattern'))
        return 'Check name and pattern.';
    switch (place.kind) {
        case 'run':
            return place.how === 'current'
                ? 'Check the name, and that the job that uploads has ended (needs:).\nThis is the current run: another one is meant with run-id, workflow, branch, commit, pull-request, event or conclusion, where that is not empty.'
                : 'Check the name, and that this is the run that uploads it.';
        case 'search':
            return 'Look up the run that should have it, and compare its workflow file, branch, event and conclusion with what is asked for.';
        case 'repository':
            return 'Check the names and the filters: a list with fewer of them shows what there is.';
        case 'ids':
            return 'Check the ids and the repository.';
    }
}
class NotFoundExplainer {
    #inputs;
    #asked;
    #services;
    #others;
    constructor(inputs, asked, services) {
        this.#inputs = inputs;
        this.#asked = asked;
        this.#services = services;
    }
    async problems() {
        const { missing, selected } = this.#asked;
        const problems = missing.ids.map(({ id, expired }) => expired
            ? { text: describeExpired(expired), code: 'artifact-expired' }
            : {
                text: `artifact ${id} does not exist, or the token may not see it`,
                code: 'artifact-not-found'
            });
        for (const name of missing.names)
            problems.push(await this.#ofName(name));
        if (problems.length === 0 && selected.length === 0)
            problems.push(await this.#nothingFits());
        return problems;
    }
    advice(codes) {
        if (!codes.includes('artifact-foreign'))
            return [];
        return [
            this.#inputs.operation === 'delete'
                ? 'scope: repository sees the artifacts of forks too.'
                : 'allow-forks: true takes the artifacts of forks too.'
        ];
    }
    /** What else may be the reason, that the answers do not say. */
    async reasons(codes) {
        const { place, apiUrl } = this.#inputs;
        const reasons = [];
        const hasCommit = (place.kind === 'search' || place.kind === 'repository') && place.runs.commit;
        // What a fork has, or what has expired, was found by it.
        if (hasCommit && codes.includes('artifact-not-found')) {
            reasons.push('On pull_request events github.sha is a merge commit that no run has: give commit github.event.pull_request.head.sha.');
        }
        if (place.kind === 'run' && /\/api\/v3$/.test(apiUrl) && (await this.#isInProgress(place.runId))) {
            reasons.push('GitHub Enterprise Server shows no artifacts of a run that is still in progress.');
        }
        return reasons;
    }
    async #isInProgress(runId) {
        if (runId === this.#inputs.currentRunId)
            return true;
        const run = await this.#asked.runIndex.get(runId).catch(() => undefined);
        return run !== undefined && run.status !== 'completed';
    }
    async #ofName(name) {
        const { pattern } = this.#inputs;
        if (pattern !== undefined && !pattern(name)) {
            const text = `"${(0,printable/* printable */.g)(name)}" does not fit the pattern, and what is taken fits both`;
            return { text, code: 'artifact-not-found', only: 'pattern' };
        }
        const known = await this.#passedOver(name);
        if (known !== undefined)
            return known;
        const others = await this.#otherNames();
        const near = others && (0,similar_names/* similarNames */.q)(name, others);
        const hint = near && (near.length === 0 ? '; there are none at all' : `; the nearest: ${nameList(near)}`);
        const list = isFolded(name, others ?? []) ? '; several names go one a line' : '';
        return { text: `"${(0,printable/* printable */.g)(name)}" is not there${list}${hint ?? ''}`, code: 'artifact-not-found' };
    }
    async #nothingFits() {
        const { expired, candidates, spared } = this.#asked;
        const [newest] = expired;
        if (newest !== undefined) {
            return {
                text: `${expired.length} would fit but expired; the newest: ${describeExpired(newest)}`,
                code: 'artifact-expired'
            };
        }
        const known = await this.#passedOver(undefined);
        if (known !== undefined)
            return known;
        const code = 'artifact-not-found';
        if (spared.length > 0) {
            const rules = spared.map(({ rule, count }) => `${count} by ${rule}`).join(', ');
            return { text: `what there is is left out (${rules})`, code };
        }
        const others = await this.#otherNames();
        if (others?.length === 0)
            return { text: 'there are none at all', code };
        if (this.#inputs.pattern !== undefined && candidates.length === 0) {
            const where = this.#inputs.place.kind === 'run' ? 'the run' : 'the repository';
            const names = others === undefined ? '' : `; in ${where} there are: ${nameList(others)}`;
            const { lines = [] } = this.#inputs.pattern;
            const folded = lines.some(line => isFolded(line.replace(/\{.*\}/, ''), []));
            // No name holds a |, and hardly one begins with ^ or ends with $.
            const isRegExp = lines.some(line => /^\^|\$$|\|/.test(line));
            const slip = folded ? '; several go one a line' : isRegExp ? `; ${GLOBS_ONLY}` : '';
            return {
                text: `no name there fits the pattern${slip}${names}`,
                code
            };
        }
        return { text: others === undefined ? 'there are none' : 'none fits', code };
    }
    /** The newest artifact (of that name) that was looked at, and why it was not taken. */
    async #passedOver(name) {
        const { nearMisses, runIndex, expired } = this.#asked;
        const foreign = nearMisses.newest('foreign', name);
        // Of another workflow it would not be taken from a fork that is allowed either.
        const foreignFits = foreign !== undefined && (await this.#runFits(foreign));
        const own = nearMisses.newest('run', name);
        if (foreignFits) {
            const runId = foreign.workflow_run?.id;
            const whose = await headRepositoryName(runId, runIndex);
            const run = runId === undefined ? '' : `, run ${runId}`;
            const text = `${artifactName(foreign)} is of ${whose}${run}`;
            return own === undefined || (0,run_query/* isForeign */.jq)(own)
                ? { text: `only another repository has it: ${text}`, code: 'artifact-foreign' }
                : {
                    text: `${await this.#describeRun(own)}; of those that do, ${text}, and is not taken`,
                    code: 'artifact-not-found'
                };
        }
        const fitting = expired.find(artifact => artifact.name === name);
        const old = fitting ?? nearMisses.newest('expired', name);
        if (old !== undefined && (old === fitting || (await this.#runFits(old)))) {
            return { text: describeExpired(old), code: 'artifact-expired' };
        }
        const unchecked = nearMisses.newest('unchecked', name);
        if (unchecked !== undefined && this.#inputs.ifNoArtifactFound !== 'ignore') {
            return await this.#describeUnchecked(unchecked);
        }
        const filtered = nearMisses.newest('filtered', name) ??
            this.#ofOtherAge(name) ??
            nearMisses.newest('foreign-filtered', name);
        if (filtered !== undefined) {
            const created = (0,printable/* printable */.g)(filtered.created_at ?? 'at a time that is not known');
            const size = formatSize(filtered.size_in_bytes);
            return {
                text: `the newest is ${artifactName(filtered)}${(0,run_query/* isForeign */.jq)(filtered) ? ' of another head repository (a fork)' : ''}, created ${created}, ${size}: age or size do not fit`,
                code: 'artifact-not-found',
                only: 'age or size'
            };
        }
        const ofRun = own ?? foreign ?? old;
        if (ofRun !== undefined) {
            return { text: await this.#describeRun(ofRun), code: 'artifact-not-found' };
        }
        const elsewhere = nearMisses.newest('elsewhere', name);
        if (elsewhere === undefined)
            return undefined;
        const branch = elsewhere.workflow_run?.head_branch ?? 'unknown';
        const sha = elsewhere.workflow_run?.head_sha ?? 'unknown';
        return {
            text: `the newest is ${artifactName(elsewhere)} of branch ${(0,printable/* printable */.g)(branch)}, commit ${(0,printable/* printable */.g)(sha.slice(0, 12))}`,
            code: 'artifact-not-found'
        };
    }
    /** The newest live one of a name that is missing: only age and size keep it from being there. */
    #ofOtherAge(name) {
        if (name === undefined)
            return undefined;
        const { candidates } = this.#asked;
        const { includeExpired } = this.#inputs;
        return candidates
            .filter(artifact => artifact.name === name && (includeExpired || !artifact.expired))
            .toSorted(github_artifact/* newestFirst */.ll)[0];
    }
    async #describeUnchecked(artifact) {
        return (await this.#runFits(artifact))
            ? { text: describeExpired(artifact), code: 'artifact-expired' }
            : { text: await this.#describeRun(artifact), code: 'artifact-not-found' };
    }
    async #runFits({ workflow_run: run }) {
        return run?.id !== undefined && (await this.#asked.runIndex.fits(run.id));
    }
    async #describeRun(artifact) {
        const run = await this.#asked.runIndex.get(artifact.workflow_run?.id ?? 0).catch(() => undefined);
        return `the newest is ${describeMisfit(artifact, run, this.#inputs)}`;
    }
    /** Live names in the searched place. */
    async #otherNames() {
        if (this.#inputs.place.kind === 'ids')
            return this.#asked.candidates.map(({ name }) => name);
        const others = await this.otherArtifacts();
        return others && [...new Set(others.map(({ name }) => name))];
    }
    /**
     * What lives in the searched place: of a repository only the newest, to keep an error cheap. Undefined where it is not
     * worth a request, because nobody minds.
     */
    async otherArtifacts() {
        const { place, ifNoArtifactFound } = this.#inputs;
        if (ifNoArtifactFound === 'ignore')
            return undefined;
        const runId = place.kind === 'run' ? place.runId : undefined;
        this.#others ??= this.#services.artifacts
            .list({ runId, stop: FIRST_PAGE })
            .then(({ items }) => items.filter(artifact => !artifact.expired));
        return await this.#others;
    }
}

;// CONCATENATED MODULE: ./lib/selection/skipped-newer.js


/** Says where another artifact of a name was taken than a reader may think. */
async function notePassedBy(inputs, looked, report) {
    await tellNewerRun(inputs, looked, report);
    if (inputs.operation === 'delete' || !inputs.latest)
        return;
    noteDuplicates(inputs, looked, report);
    await noteNewerExpired(looked, report);
}
/** What a search passed over is no news where builds fail and go on: a line of the log. */
async function tellNewerRun(inputs, { selected: [taken], nearMisses, runIndex }, report) {
    const newer = nearMisses.newest('run');
    if (inputs.place.kind !== 'search' || taken === undefined || newer === undefined || newer.id < taken.id)
        return;
    const run = await runIndex.known(newer.workflow_run?.id ?? 0);
    report.info(`Passed over: the newer ${describeMisfit(newer, run, inputs)}`);
}
/** A run that was run again may hold several artifacts of a name: of one run that is not what one expects. */
function noteDuplicates({ place }, { candidates, selected }, report) {
    if (place.kind !== 'run' && place.kind !== 'search')
        return;
    const taken = new Map(selected.map(artifact => [artifact.name, artifact]));
    const older = candidates.filter(({ name, id, expired, workflow_run: run }) => {
        const newest = taken.get(name);
        return newest !== undefined && id < newest.id && !expired && run?.id === newest.workflow_run?.id;
    });
    const names = [...new Set(older.map(({ name }) => name))];
    if (names.length === 0)
        return;
    const told = names.slice(0, MAX_NAMED).map(name => {
        const count = older.filter(artifact => artifact.name === name).length;
        return `${artifactName(taken.get(name))} and not ${count} older`;
    });
    report.notice(`The run holds several artifacts of one name; taken is the newest: ${told.join(', ')}`);
}
async function noteNewerExpired({ selected, expired, nearMisses, runIndex }, report) {
    const told = [];
    for (const artifact of selected) {
        if (told.length === MAX_NAMED)
            break;
        const fitting = expired.find(({ name }) => name === artifact.name);
        const passed = nearMisses.newest('expired', artifact.name);
        // What a search passed over may be of a run that does not fit either.
        const isPassed = passed !== undefined && passed.id > artifact.id && (await fits(passed, runIndex));
        const [newest] = [fitting, isPassed ? passed : undefined]
            .filter(found => found !== undefined)
            .filter(({ id }) => id > artifact.id)
            .toSorted(github_artifact/* newestFirst */.ll);
        if (newest !== undefined)
            told.push(`${describeExpired(newest)}, so the older ${artifact.id} is taken`);
    }
    if (told.length > 0)
        report.notice(`Not the newest: ${told.join('; ')}`);
}
async function fits({ workflow_run: run }, runIndex) {
    return run?.id !== undefined && (await runIndex.fits(run.id));
}

;// CONCATENATED MODULE: ./lib/selection/select-artifacts.js












/**
 * The artifacts that a request means, in as few requests as it takes.
 *
 * @param sparingOf asked, once all candidates are known, what of them a clean-up spares
 */
async function selectArtifacts(inputs, services, sparingOf) {
    const { report } = services;
    const look = await lookUntilThere(inputs, services);
    const { candidates, complete, criteria, nearMisses, excluded, runIndex } = look;
    const sparing = await sparingOf?.(look);
    const { selected, expired, ...found } = select_select(candidates, { ...criteria, sparing }, look.now);
    const spared = complete ? found.spared : ofWhatWasRead(found.spared);
    const kept = inputs.operation === 'delete' && complete ? notSelected(candidates, selected, criteria) : undefined;
    noteLeftOut(inputs, candidates, selected, services);
    const missing = missingOf(inputs, candidates, look.now);
    const failure = allSpared(inputs, { selected, spared, missing }) ??
        (await notFound(inputs, { ...look, ...found, missing, selected, expired }, services));
    if (failure !== undefined) {
        if (inputs.ifNoArtifactFound === 'error')
            return { selected, spared, kept, failure };
        if (inputs.ifNoArtifactFound === 'warn')
            report.warning(failure.message);
        else
            report.info(failure.message);
    }
    await noteForeign(inputs, selected, { runIndex, report });
    await noteLeftForks(inputs, selected, look, report);
    await notePassedBy(inputs, { candidates, selected, expired, nearMisses, runIndex }, report);
    const asked = describeCriteria(inputs);
    report.info(`Selected ${amount(selected)} of ${await whereFrom(inputs, selected, runIndex)}${asked && `: ${asked}`}${describeNotMeant(excluded)}`);
    noteIdleGlobs(inputs, selected, { excluded, report });
    return { selected, spared, kept, failure: undefined };
}
/** How much names, branches and runs left out, so that all numbers together are what there is. */
function describeNotMeant({ count, size, isWhole }) {
    const where = isWhole ? '' : ' of what was read';
    return count === 0 ? '' : `; not meant${where}: ${plural(count, 'artifact')} (${formatSize(size)})`;
}
/** A `!` that takes nothing away protects nothing: a slip in it, perhaps, and deletion is for good. */
function noteIdleGlobs({ operation, place }, selected, { excluded, report }) {
    const isAllSeen = (place.kind === 'run' || place.kind === 'repository') && excluded.isWhole;
    if (!isAllSeen || selected.length === 0)
        return;
    for (const [input, what] of [
        ['pattern', 'has such a name'],
        ['branch', 'is of such a branch']
    ]) {
        const lines = excluded.idle(input);
        if (lines.length === 0)
            continue;
        const text = `In ${input}, ${nameList(lines)} ${lines.length === 1 ? 'takes' : 'take'} nothing away: no artifact there ${what}`;
        if (operation === 'delete')
            report.notice(text);
        else
            report.info(text);
    }
}
/** Where a list was left early, what it says of the rest is not all that there is. */
function ofWhatWasRead(spared) {
    return spared.map(({ rule, ...amount }) => ({ rule: `${rule} (of what was read)`, ...amount }));
}
function notSelected(candidates, selected, criteria) {
    const ids = new Set(selected.map(({ id }) => id));
    return candidates.filter(inBase(criteria)).filter(({ id, expired }) => !expired && !ids.has(id));
}
/** Where a clean-up finds that nothing may go, that is all there is to say. */
function allSpared(inputs, { selected, spared, missing }) {
    if (inputs.operation !== 'delete' || selected.length > 0 || !isComplete(missing) || spared.length === 0)
        return undefined;
    const rules = spared.map(({ rule, count }) => `${count} by ${rule}`).join(', ');
    return new action_error/* ActionError */.lZ('artifact-not-found', `Nothing to delete in ${placeName(inputs)}: what there is is spared (${rules})`);
}
/** The searched place; where a run was searched for, the one that was found, and why it. */
async function whereFrom(inputs, [newest], runIndex) {
    const place = placeName(inputs);
    const runId = newest?.workflow_run?.id;
    if (inputs.place.kind !== 'search' || runId === undefined)
        return place;
    const sha = newest?.workflow_run?.head_sha;
    const commit = sha ? `, commit ${(0,printable/* printable */.g)(sha.slice(0, 12))}` : '';
    const isAny = inputs.place.runs.conclusion === 'any';
    const { conclusion, status } = (isAny && (await runIndex.known(runId))) || {};
    const ended = conclusion ?? status;
    return `run ${runId} of ${place}${commit}${ended ? `, ${(0,printable/* printable */.g)(ended)}` : ''}, the newest that fits`;
}
/** What a reader should know of the artifacts that were asked for and not taken as they may have thought. */
function noteLeftOut(inputs, candidates, selected, { report }) {
    if (inputs.place.kind !== 'ids')
        return;
    const { runId } = inputs.place;
    const taken = new Set(selected.map(({ id }) => id));
    for (const artifact of candidates) {
        const from = artifact.workflow_run?.id;
        if (runId !== undefined && from !== undefined && from !== runId) {
            report.notice(`Artifact ${artifact.id} "${(0,printable/* printable */.g)(artifact.name)}" is of run ${from}, not of run ${runId}`);
        }
        const newer = selected.find(({ name, id }) => name === artifact.name && id > artifact.id);
        if (inputs.latest && newer && !taken.has(artifact.id)) {
            report.warning(`Artifact ${artifact.id} "${(0,printable/* printable */.g)(artifact.name)}" is left out: ${newer.id} has the same name and is newer (latest: false takes both)`);
        }
    }
}

;// CONCATENATED MODULE: ./lib/operations/failure.js



/** How many failures the message tells; the log has all. */
const MAX_TOLD = 10;
const MAX_HINTS = 3;
/** What is refused for its token would be refused for every artifact: that is what to tell, not how many it met. */
const OF_THE_TOKEN = ['api-unauthorized', 'api-forbidden'];
/** So would be what is refused for a limit, until that lifts. */
const OF_ALL = [...OF_THE_TOKEN, 'api-rate-limited'];
/**
 * The one error of a step in which some artifacts failed; undefined when none did. Most failures' messages name their
 * artifact; whom one met besides, as a limit does, is named with it.
 */
function failure_failureOf(doing, total, failed) {
    const met = new Map();
    for (const { artifact, error } of failed) {
        const known = met.get(error.message);
        if (known === undefined)
            met.set(error.message, { error, artifacts: [artifact] });
        else
            known.artifacts.push(artifact);
    }
    const [first, ...more] = [...met.values()].map(({ error }) => error);
    if (first === undefined)
        return undefined;
    if (total === 1 || (more.length === 0 && failed.length === total))
        return first;
    const told = [...met.values()]
        .slice(0, MAX_TOLD)
        .map(({ error: { message }, artifacts }) => `- ${message}${besides(message, artifacts)}`);
    if (met.size > MAX_TOLD)
        told.push(`- and ${met.size - MAX_TOLD} more`);
    const isOfAll = OF_ALL.includes(first.code) && more.every(({ code }) => code === first.code);
    return new action_error/* ActionError */.lZ(isOfAll ? first.code : 'artifacts-failed', `Could not ${doing} ${failed.length} of ${plural(total, 'artifact')}:\n${told.join('\n')}`, { hint: hintsOf([first, ...more]), cause: first });
}
/** The one error of a step that failed in two ways. */
function bothOf(first, second) {
    if (first === undefined || second === undefined)
        return first ?? second;
    return new action_error/* ActionError */.lZ(first.code, `${first.message}\n${second.message}`, {
        hint: hintsOf([first, second]),
        cause: first
    });
}
function hintsOf(errors) {
    const hints = new Set(errors.map(({ hint }) => hint).filter(Boolean));
    return [...hints].slice(0, MAX_HINTS).join('\n');
}
function besides(message, artifacts) {
    if (artifacts.length === 1)
        return '';
    const others = artifacts.filter(artifact => !message.includes(artifactName(artifact)));
    return others.length === 0 ? '' : `; so for ${firstOf(others, artifactName)}`;
}

;// CONCATENATED MODULE: ./lib/operations/delete.js











/** `delete`: the whole plan is known before the first artifact is deleted. */
async function deleteArtifacts(inputs, services) {
    try {
        return await planAndDelete(inputs, services);
    }
    catch (error) {
        // Only the way to the plan throws: nothing was deleted.
        const failure = (0,action_error/* asActionError */.z6)(error);
        return { operation: inputs.operation, selected: [], deletions: noDeletions([]), failure };
    }
}
async function planAndDelete(inputs, services) {
    let rules;
    const { selected, spared, kept, failure } = await selectArtifacts(inputs, services, async (look) => {
        rules = await rulesOf(inputs, look, services);
        return rules.sparing;
    });
    reportSpared(spared, services);
    const plan = { operation: inputs.operation, selected };
    const nothing = { ...noDeletions(selected), dryRun: inputs.dryRun, spared };
    const refusal = failure ?? delete_tooMany(selected, inputs.maxDeletes);
    if (!failure && (inputs.dryRun || refusal))
        await tellPlan(selected, services);
    if (refusal)
        return { ...plan, deletions: nothing, failure: refusal };
    const deletions = inputs.dryRun
        ? { ...nothing, deleted: selected, remaining: [] }
        : { ...(await deleteAll(selected, services)), spared };
    if (rules && kept)
        deletions.groups = groupsOf(deletions, kept, rules);
    reportDeletions(deletions, selected.length, services);
    const failed = deletionFailure(deletions, selected.length);
    return { ...plan, deletions, ...(failed && { failure: failed }) };
}
function groupsOf({ deleted, gone, failed, remaining }, kept, { groupOf }) {
    const left = [...kept, ...remaining, ...failed.map(({ artifact }) => artifact)];
    return tallyGroups({ kept: left, deleted: [...deleted, ...gone] }, groupOf);
}
/**
 * Deletes artifacts, the oldest first, and goes on when one fails. A refusal that would meet the others too ends it: the
 * token, the permission, or what is nobody's fault, a rate limit or a signal: what that stopped is `remaining`, and
 * `stopped` says why.
 */
async function deleteAll(artifacts, services) {
    const result = noDeletions([]);
    const label = labelsOf(artifacts);
    let isOver = false;
    const deleteOne = async (artifact) => {
        if (isOver) {
            result.remaining.push(artifact);
            return;
        }
        try {
            const outcome = await services.artifacts.delete(artifact);
            result[outcome].push(artifact);
            services.report.info(`  ${outcome === 'deleted' ? 'deleted' : 'already gone:'} ${label(artifact)}${detailsOf(artifact)}`);
        }
        catch (thrown) {
            const { signal } = services;
            // What was not sent when a signal came has not failed.
            const error = (0,action_error/* asActionError */.z6)(signal.aborted && !(thrown instanceof RequestError) ? signal.reason : thrown);
            isOver ||= meetsAll(error);
            if (error.code === 'api-rate-limited' || error.code === 'interrupted') {
                if (result.stopped === undefined)
                    services.report.info(`  stopped: ${error.message}`);
                result.stopped ??= error;
                result.remaining.push(artifact);
            }
            else {
                result.failed.push({ artifact, error });
                services.report.info(`  failed: ${error.message}`);
            }
        }
    };
    const [oldest, ...others] = oldestFirst(artifacts);
    await inGroup(artifacts, services, async () => {
        // Alone: where the permission is missing, one request shows it.
        if (oldest)
            await deleteOne(oldest);
        await forEachConcurrently(others, services.queue.concurrency, deleteOne);
    });
    return result;
}
async function tellPlan(plan, services) {
    const label = labelsOf(plan);
    await inGroup(plan, services, () => {
        for (const artifact of oldestFirst(plan))
            services.report.info(`  would delete ${label(artifact)}${detailsOf(artifact)}`);
    });
}
function inGroup({ length: lines }, { report }, action) {
    return withLogGroup(report, { title: plural(lines, 'artifact'), lines }, action);
}
/** The error of a plan that was not carried out; undefined when it was. */
function deletionFailure({ failed, remaining, stopped }, total) {
    const failure = failure_failureOf('delete', total, failed);
    if (stopped === undefined)
        return failure;
    const left = `${remaining.length} of ${plural(total, 'artifact')} are left`;
    return new action_error/* ActionError */.lZ(stopped.code, [`${left}: ${stopped.message}`, failure?.message].filter(Boolean).join('\n'), {
        hint: `${stopped.hint ?? ''} The oldest were deleted first: the same step goes on where this one stopped.`.trim(),
        cause: stopped
    });
}
/** Nothing done of a plan. */
function noDeletions(plan) {
    return { dryRun: false, deleted: [], gone: [], failed: [], remaining: [...plan] };
}
function delete_tooMany(plan, most) {
    if (most === undefined || plan.length <= most)
        return undefined;
    return new action_error/* ActionError */.lZ('plan-too-large', `${plural(plan.length, 'artifact')} (${formatSize((0,github_artifact/* totalSize */.UT)(plan))}) would be deleted, more than max-deletes: ${most}. Nothing was deleted`, {
        hint: 'The log names them. Raise max-deletes if that is what you want, or narrow what is meant.'
    });
}
function reportSpared(spared, { report }) {
    for (const { rule, count, size } of spared) {
        report.info(`  spared by ${rule}: ${plural(count, 'artifact')} (${formatSize(size)})`);
    }
}
function reportDeletions({ dryRun, deleted, gone, failed, remaining }, total, { report }) {
    const more = [
        gone.length > 0 && `${gone.length} already gone`,
        failed.length > 0 && `${failed.length} failed`,
        remaining.length > 0 && `${remaining.length} left`,
        dryRun && total > 0 && 'not trying whether the token may (actions: write)'
    ].filter(Boolean);
    const parts = [
        `${dryRun ? 'Would delete' : 'Deleted'} ${deleted.length} of ${plural(total, 'artifact')} (${formatSize((0,github_artifact/* totalSize */.UT)(deleted))})`,
        ...more
    ];
    report.info(parts.join(', '));
}
function oldestFirst(artifacts) {
    return artifacts.toSorted((a, b) => a.id - b.id);
}
function meetsAll(error) {
    return (error.code === 'interrupted' ||
        (error instanceof RequestError &&
            (OF_THE_TOKEN.includes(error.code) || error.code === 'api-rate-limited')));
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
;// CONCATENATED MODULE: ./lib/errors/archive-error.js

/** An archive that is not taken. `entry` is the entry's path as printed, where one entry is to blame. */
class ArchiveError extends action_error/* ActionError */.lZ {
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

// EXTERNAL MODULE: ./lib/archive/thread-gate.js
var thread_gate = __webpack_require__(4766);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
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
            const inflater = new Inflater((0,external_node_zlib_.createInflateRaw)());
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
        handle.writeSync(external_node_zlib_.constants.Z_FINISH, input, 0, input.length, output, 0, size + 1);
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
        const flush = isLast ? external_node_zlib_.constants.Z_FINISH : external_node_zlib_.constants.Z_NO_FLUSH;
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

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./lib/archive/entry-name.js

/** The upper half of code page 437, the charset of names without the UTF-8 flag (APPNOTE D.1). */
const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** The text of valid UTF-8; undefined where bytes are overlong, surrogates or otherwise not valid. */
function decodeUtf8(bytes) {
    // Most names are, and this way is four times as fast.
    if ((0,external_node_buffer_.isAscii)(bytes))
        return bytes.toString('latin1');
    try {
        return utf8.decode(bytes);
    }
    catch {
        return undefined;
    }
}
/** A name without the UTF-8 flag: as UTF-8 where it is valid (many writers forget the flag), else by code page 437. */
function decodeUnflagged(bytes) {
    return (decodeUtf8(bytes) ??
        Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : CP437[byte - 0x80])).join(''));
}

;// CONCATENATED MODULE: ./lib/archive/entry-path.js
/** The longest name that common file systems take, in bytes of UTF-8. */
const MAX_SEGMENT_BYTES = 255;
/** PATH_MAX of Linux, in bytes of UTF-8. */
const MAX_PATH_BYTES = 4096;
/** Most paths: no rule but those of Windows has anything against one that is no longer than a segment may be. */
const PLAIN = /^[\w@+-][\w@+.-]*(?:\/[\w@+-][\w@+.-]*)*$/;
/** C0, DEL, C1, line and paragraph separator. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file, with or without an extension. */
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$/i;
/**
 * Checks the path of an archive's entry (a folder's without its last slash). What leads elsewhere on any system is
 * refused on every system, so that an archive means the same everywhere; what only Windows cannot store is refused there.
 */
function checkEntryPath(path, platform) {
    if (platform !== 'win32' && path.length <= MAX_SEGMENT_BYTES && PLAIN.test(path))
        return undefined;
    if (path === '')
        return { refusal: 'name', reason: 'its name is empty' };
    if (path.startsWith('/'))
        return { refusal: 'path', reason: 'its path is absolute' };
    if (/^[A-Za-z]:/.test(path))
        return { refusal: 'path', reason: 'its path begins with a drive letter' };
    if (Buffer.byteLength(path) > MAX_PATH_BYTES) {
        return { refusal: 'name', reason: `its path is longer than ${MAX_PATH_BYTES} bytes` };
    }
    for (const segment of path.split('/')) {
        const problem = checkSegment(segment, platform);
        if (problem !== undefined)
            return problem;
    }
    return undefined;
}
/** Checks one name that is to become a file or a folder: a segment of a path, an artifact's name, a file's name. */
function checkSegment(name, platform) {
    if (name === '')
        return { refusal: 'path', reason: 'a segment of its path is empty' };
    if (name === '.' || name === '..')
        return { refusal: 'path', reason: `"${name}" leads elsewhere` };
    if (name.includes('\\'))
        return { refusal: 'path', reason: 'it holds a backslash' };
    if (name.includes('/'))
        return { refusal: 'path', reason: 'it holds a slash' };
    if (CONTROL.test(name))
        return { refusal: 'name', reason: 'it holds a control character' };
    if (!name.isWellFormed())
        return { refusal: 'name', reason: 'it is no valid Unicode' };
    if (Buffer.byteLength(name) > MAX_SEGMENT_BYTES) {
        return { refusal: 'name', reason: `a name in it is longer than ${MAX_SEGMENT_BYTES} bytes` };
    }
    return platform === 'win32' ? checkWindowsName(name) : undefined;
}
function checkWindowsName(name) {
    if (WINDOWS_RESERVED.test(name))
        return { refusal: 'name', reason: 'Windows reserves its name' };
    if (/[<>:"|?*]/.test(name))
        return { refusal: 'name', reason: 'it holds a character that Windows does not allow' };
    if (/[. ]$/.test(name))
        return { refusal: 'name', reason: 'it ends in a dot or a space, which Windows drops' };
    return undefined;
}
/** One key for all spellings of a path that are one file on a file system that folds case and normalises (APFS, NTFS). */
function foldPath(path) {
    return path.normalize('NFD').toUpperCase().toLowerCase().normalize('NFD');
}

;// CONCATENATED MODULE: ./lib/archive/extra-fields.js


/** Why an extra field is not taken. */
class ExtraFieldError extends Error {
}
const ZIP64 = 0x0001;
const EXTENDED_TIMESTAMP = 0x5455;
const UNICODE_PATH = 0x7075;
const NO_EXTRA_FIELDS = { zip64: undefined, mtime: undefined, unicodePath: undefined };
/** Reads a list of (id, length, data). @throws ExtraFieldError when it overruns or a field comes twice that may not */
function parseExtraFields(extra) {
    const fields = { ...NO_EXTRA_FIELDS };
    for (let at = 0; at < extra.length;) {
        if (at + 4 > extra.length)
            throw new ExtraFieldError('its extra fields overrun');
        const id = extra.readUInt16LE(at);
        const end = at + 4 + extra.readUInt16LE(at + 2);
        if (end > extra.length)
            throw new ExtraFieldError('its extra fields overrun');
        const data = extra.subarray(at + 4, end);
        if (id === ZIP64) {
            if (fields.zip64 !== undefined)
                throw new ExtraFieldError('it has two zip64 fields');
            fields.zip64 = data;
        }
        else if (id === UNICODE_PATH) {
            if (fields.unicodePath !== undefined)
                throw new ExtraFieldError('it has two Unicode path fields');
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
function unicodePathFor(headerName, field) {
    if (field === undefined || field.length < 5 || field.readUInt8(0) !== 1)
        return undefined;
    if (field.readUInt32LE(1) !== (0,external_node_zlib_.crc32)(headerName))
        return undefined;
    const name = decodeUtf8(field.subarray(5));
    if (name === undefined)
        throw new ExtraFieldError('its Unicode path is no valid UTF-8');
    return name;
}
/**
 * Takes 64-bit values out of a zip64 field, in the order in which the header's own fields are full of ones.
 *
 * @throws ExtraFieldError when the field is missing, short or longer than those values
 */
function resolveZip64(field, values) {
    const resolved = {};
    let at = 0;
    for (const { key, value, isMarker, bytes } of values) {
        resolved[key] = value;
        if (!isMarker)
            continue;
        if (field === undefined)
            throw new ExtraFieldError('its zip64 field is missing');
        if (at + bytes > field.length)
            throw new ExtraFieldError('its zip64 field is too short');
        resolved[key] = bytes === 4 ? field.readUInt32LE(at) : safeUInt64(field, at);
        at += bytes;
    }
    if (field !== undefined && at !== field.length)
        throw new ExtraFieldError('its zip64 field disagrees with its header');
    return resolved;
}
/** A 64-bit number that JavaScript can hold. @throws ExtraFieldError beyond 2^53 */
function safeUInt64(buffer, at) {
    const value = buffer.readBigUInt64LE(at);
    if (value > Number.MAX_SAFE_INTEGER)
        throw new ExtraFieldError('a number in it is beyond 2^53');
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
        const entry = (0,printable/* printable */.g)(decodeUnflagged(rawNameAt(slice, at)));
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
    return new ArchiveError(refusal, reason, { entry: (0,printable/* printable */.g)(path) });
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
        const { zip64, unicodePath } = parseExtraFields(extra);
        const unicode = unicodePathFor(rawName, unicodePath);
        if (unicode !== undefined && unicode.replace(/\/$/, '') !== entry.path) {
            throw refuseEntry('mismatch', 'its local header has another Unicode path', entry);
        }
        if (zip64 === undefined) {
            if (needsZip64)
                throw new ExtraFieldError('its zip64 field is missing');
            return;
        }
        // APPNOTE 4.5.3: in a local header the field holds both sizes, in this order.
        if (zip64.length !== 16)
            throw new ExtraFieldError('its zip64 field does not hold both sizes');
        hold('uncompressed size', safeUInt64(zip64, 0), entry.uncompressedSize, entry);
        hold('compressed size', safeUInt64(zip64, 8), entry.compressedSize, entry);
    }
    catch (error) {
        throw error instanceof ExtraFieldError
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
const writeAsync = (0,external_node_util_.promisify)(external_node_fs_.write);
/** How often a job says that it goes on, in ms: a slow disk may take a second for a few files. */
const WORD = 1000;
/** How much of a large file is taken at once where so much has come, in bytes: a quarter of that takes a twentieth longer. */
const CHUNK = 4 << 20;
/** How much of it is waited for, read from a file, or given by the public calls of zlib at once, in bytes. */
const LEAST_CHUNK = 1 << 20;
let tried;
/** Makes ready what the first job would wait for. @returns undefined where only the public calls of zlib will do */
function prepare(gate) {
    tried ??= { inflater: (0,thread_gate/* behind */.Ry)(gate, () => Inflater.create()) };
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
    if ((0,external_node_zlib_.crc32)(content) !== entry.crc32)
        throw wrongCrc(entry);
    return content;
}
function inflateWhole(entry, context, data) {
    const inflater = inflaterFor(context);
    const { uncompressedSize: size } = entry;
    try {
        const { content, taken } = inflater?.whole(data, size) ?? (0,thread_gate/* behind */.Ry)(context.gate, () => inflatePublicly(data, size));
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
    const { buffer, engine } = (0,external_node_zlib_.inflateRawSync)(data, options);
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
        this.#crc = (0,external_node_zlib_.crc32)(chunk, this.#crc);
        this.#file?.write(chunk);
    }
    /** Written by another thread, one chunk at a time: the bytes have to stand until `written`. */
    takeMeanwhile(chunk) {
        this.#count(chunk);
        this.written = this.#file?.writeMeanwhile(chunk) ?? Promise.resolve();
        // Whoever waits for it hears of a failure.
        this.written.catch(() => { });
        this.#crc = (0,external_node_zlib_.crc32)(chunk, this.#crc);
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
    const input = external_node_stream_.Readable.from(data);
    const engine = (0,thread_gate/* behind */.Ry)(gate, () => (0,external_node_zlib_.createInflateRaw)({ chunkSize: LEAST_CHUNK }));
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
        throw unpack_tooLarge(entry);
    if (size < declared)
        throw refuseEntry('size', `it inflates to ${size} bytes, not the ${declared} it declares`, entry);
}
function unpack_tooLarge(entry) {
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
        return unpack_tooLarge(entry);
    if (code === 'Z_BUF_ERROR')
        return refuseEntry('deflate', 'its compressed data is unfinished', entry);
    return code?.startsWith('Z_') ? refuseEntry('deflate', 'its compressed data is broken', entry) : thrown;
}
/** As the flag `wx`, which Node would read anew for each file. */
const NEW = external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_CREAT | external_node_fs_.constants.O_EXCL;
/** A file that must not exist yet, with the mode and the time of its entry. */
class NewFile {
    #entry;
    #umask;
    #descriptor;
    constructor(entry, { to, umask }) {
        this.#entry = entry;
        this.#umask = umask;
        this.#descriptor = (0,external_node_fs_.openSync)(`${to}/${entry.path}`, NEW, entry.mode);
    }
    write(bytes) {
        for (let at = 0; at < bytes.length;)
            at += (0,external_node_fs_.writeSync)(this.#descriptor, bytes, at);
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
            (0,external_node_fs_.fchmodSync)(this.#descriptor, mode);
        // As a number, a time before 1970 would be taken for now.
        const time = mtime < 0 ? new Date(mtime) : mtime / 1000;
        (0,external_node_fs_.futimesSync)(this.#descriptor, time, time);
    }
    close() {
        (0,external_node_fs_.closeSync)(this.#descriptor);
    }
}
/** Exactly these bytes; those of a window only until they are released. */
function readAt({ bytes, scratch, onProgress }, offset, length) {
    if ('memory' in bytes)
        return new WindowReader(bytes.memory, onProgress).read(offset, length);
    const buffer = scratch?.take(length) ?? Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
        const count = (0,external_node_fs_.readSync)(bytes.descriptor, buffer, filled, length - filled, offset + filled);
        if (count === 0)
            throw new ArchiveError('truncated', `the file ends at byte ${offset + filled}`);
        filled += count;
    }
    return buffer;
}

;// CONCATENATED MODULE: ./lib/archive/worker-pool.js







/** Jobs that a worker has at once: the next one waits with it, so that it need not wait for us. */
const JOBS_EACH = 2;
/** More threads than this gained nothing when measured. */
const MAX_WORKERS = 4;
const HANG_TIMEOUT = 120_000;
/** What a thread leaves behind is short-lived and small: more room for it, up to 48 MB each, gains nothing. */
const YOUNG_MB = 4;
/**
 * Worker threads that unpack, kept from one archive to the next. One archive at a time has them all: several at once
 * would share the same cores and need more memory.
 */
class WorkerPool {
    #workerUrl;
    #hangTimeout;
    #exclusive = (0,p_limit/* default */.A)(1);
    #threads = [];
    constructor({ workerUrl, hangTimeout = HANG_TIMEOUT }) {
        this.#workerUrl = workerUrl;
        this.#hangTimeout = hangTimeout;
    }
    /**
     * Does jobs, taking each from the iterator only when a worker has room for it. Every way out of here, an error and an
     * abort too, comes after the work has ended: nothing writes any more.
     *
     * @throws ArchiveError, an error with the `code` of a failed system call, or ActionError for a worker that died or hung
     */
    async run(jobs, options) {
        return await this.#exclusive(async () => {
            try {
                return await this.#run(jobs, options);
            }
            catch (error) {
                await this.close();
                throw error;
            }
        });
    }
    /** Starts the threads that an archive of so many entries will want, while it is still on its way. */
    prepare(entries) {
        this.#threadsFor(entries);
    }
    /** Ends the threads; the next run starts new ones. */
    async close() {
        const threads = this.#threads;
        this.#threads = [];
        for (const { gate } of threads)
            (0,thread_gate/* shutGate */.au)(gate);
        await Promise.all(threads.map(({ worker }) => worker.terminate()));
    }
    async #run(jobs, { context, count, passing, signal }) {
        signal?.throwIfAborted();
        const threads = this.#threadsFor(count);
        const written = { files: 0, bytes: 0 };
        const iterator = jobs[Symbol.iterator]();
        const { ring, consumer } = passing ?? {};
        const cleanUp = new AbortController();
        let timer;
        let off = () => { };
        try {
            await new Promise((resolve, reject) => {
                signal?.addEventListener('abort', () => reject(signal.reason), { signal: cleanUp.signal });
                const isSilent = () => threads.some(({ jobs, heardAt }) => jobs.length > 0 && performance.now() - heardAt > this.#hangTimeout);
                const look = () => {
                    if (isSilent())
                        reject(workerError(`said nothing for ${this.#hangTimeout / 1000} s`));
                };
                // A machine that slept itself has words waiting: they are heard first.
                timer = setInterval(() => isSilent() && setImmediate(look), Math.min(1000, this.#hangTimeout));
                let next = iterator.next();
                const release = () => {
                    const pending = threads.flatMap(({ jobs }) => jobs.map(({ start }) => start));
                    if (!next.done)
                        pending.push(startOf(next.value));
                    consumer?.release(Math.min(...pending, Number.MAX_SAFE_INTEGER));
                };
                const feed = () => {
                    for (const thread of threads) {
                        while (!next.done && thread.jobs.length < JOBS_EACH) {
                            if (ring !== undefined && ring.received < wantedBy(next.value))
                                return;
                            if (thread.jobs.length === 0)
                                thread.heardAt = performance.now();
                            thread.jobs.push({ start: startOf(next.value) });
                            thread.worker.postMessage(next.value);
                            next = iterator.next();
                        }
                    }
                    if (next.done && threads.every(({ jobs }) => jobs.length === 0))
                        resolve();
                };
                for (const thread of threads) {
                    thread.onEnd = how => reject(workerError(how));
                    thread.onMessage = message => {
                        thread.heardAt = performance.now();
                        const [job] = thread.jobs;
                        if (message.kind === 'alive') {
                            if (job !== undefined && message.readTo !== undefined)
                                job.start = message.readTo;
                        }
                        else if (message.kind === 'done') {
                            written.files += message.files;
                            written.bytes += message.bytes;
                            thread.jobs.shift();
                            feed();
                        }
                        else {
                            reject(errorOf(message));
                        }
                        release();
                    };
                    thread.worker.postMessage({ kind: 'begin', context });
                }
                if (ring !== undefined)
                    off = ring.onChange(feed);
                feed();
                release();
            });
            return written;
        }
        finally {
            clearInterval(timer);
            off();
            cleanUp.abort();
        }
    }
    #threadsFor(count) {
        const wanted = Math.min(count, MAX_WORKERS, (0,external_node_os_.availableParallelism)());
        while (this.#threads.length < wanted)
            this.#threads.push(this.#start());
        return this.#threads.slice(0, wanted);
    }
    #start() {
        const gate = (0,thread_gate/* openGate */.GN)();
        const worker = new external_node_worker_threads_.Worker(this.#workerUrl, {
            workerData: gate,
            resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB }
        });
        const thread = {
            worker,
            gate,
            jobs: [],
            heardAt: performance.now(),
            onMessage: () => { },
            onEnd: () => { }
        };
        const onEnd = (how) => {
            this.#threads = this.#threads.filter(other => other !== thread);
            (0,thread_gate/* forgetGate */.Rb)(thread.gate);
            thread.onEnd(how);
        };
        worker.on('error', error => onEnd(`died: ${error.message}`));
        worker.on('exit', code => onEnd(`ended with code ${code}`));
        worker.on('message', (message) => thread.onMessage(message));
        return thread;
    }
}
function errorOf(message) {
    if (message.kind === 'refused')
        return new ArchiveError(message.refusal, message.reason, { entry: message.entry });
    return Object.assign(new Error(message.message), message.code !== undefined && { code: message.code });
}
function workerError(what) {
    return new action_error/* ActionError */.lZ('internal', `The archive was not unpacked: an extraction thread ${what}`, {
        hint: 'Is the runner out of memory, or the disk stuck? Run the step again; if it stays so, please report it.'
    });
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./lib/storage/archive-cache.js




/** How the tool cache calls archives. */
const TOOL = 'artifact';
const ARCHIVE = 'archive';
const FACTS = 'facts.json';
/**
 * Archives in the runner's tool cache, by what is in them. Another job may write or replace an entry at any moment: what
 * is read is copied and hashed first, and an entry that does not agree counts as missing.
 */
class ArchiveCache {
    #scope;
    /** By version: the same bytes may come more than once, and the tool cache removes an entry that it writes anew. */
    #stores = new Map();
    /** @param scope what makes ids unique where the server gives no digest: API origin and repository */
    constructor(scope) {
        this.#scope = scope;
    }
    /** Whether this runner has a tool cache. */
    static isThere() {
        return Boolean(process.env.RUNNER_TOOL_CACHE);
    }
    async find(artifact) {
        const { find } = await __webpack_require__.e(/* import() */ 805).then(__webpack_require__.bind(__webpack_require__, 9805));
        const folder = find(TOOL, this.#versionOf(artifact));
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
    /**
     * Keeps a verified archive.
     *
     * @param file is left as it is
     * @param work a private folder on the file system of `file`
     * @throws the file system's errors
     */
    async store(artifact, archive) {
        const version = this.#versionOf(artifact);
        const stored = this.#stores.get(version) ?? this.#store(version, archive);
        this.#stores.set(version, stored);
        await stored;
    }
    async #store(version, { file, facts, work }) {
        const { cacheDir } = await __webpack_require__.e(/* import() */ 805).then(__webpack_require__.bind(__webpack_require__, 9805));
        const folder = external_node_path_.join(work, 'to-cache');
        await (0,external_node_fs_promises_.mkdir)(folder);
        try {
            const kept = external_node_path_.join(folder, ARCHIVE);
            // Some file systems know no hard links.
            await (0,external_node_fs_promises_.link)(file, kept).catch(() => (0,external_node_fs_promises_.copyFile)(file, kept));
            await (0,external_node_fs_promises_.writeFile)(external_node_path_.join(folder, FACTS), JSON.stringify(facts));
            await cacheDir(folder, TOOL, version);
        }
        finally {
            await (0,external_node_fs_promises_.rm)(folder, { recursive: true, force: true });
        }
    }
    /** The tool cache wants semantic versions: the key is one's pre-release part. */
    #versionOf({ id, name, size_in_bytes: size, updated_at: updated, digest }) {
        const [, sha256] = /^sha256:([0-9a-f]{64})$/i.exec(digest ?? '') ?? [];
        // What storage says of the bytes goes by the name too: the same file may be an archive here and a file there.
        if (sha256 !== undefined)
            return `0.0.0-sha256-${sha256.toLowerCase()}-${hashOf(name).slice(0, 16)}`;
        return `0.0.0-id-${hashOf(JSON.stringify([this.#scope, id, size, updated ?? null]))}`;
    }
}
function hashOf(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}
/** The bytes of a file, for whoever copies and hashes them. */
async function readThrough(file, sink) {
    for await (const chunk of (0,external_node_fs_.createReadStream)(file, { highWaterMark: 1 << 20 }))
        await sink(chunk);
}

;// CONCATENATED MODULE: ./lib/http/response-head.js
const END = '\r\n\r\n';
/** A status line, RFC 9112, 4. Interim answers (1xx) and those without a body are none of ours. */
const STATUS_LINE = /^HTTP\/1\.([01]) ([2-5]\d\d)(?: |$)/;
/** A field line, RFC 9112, 5: no space before the colon, no folding. Whatever the value, it matches without trying again. */
const FIELD_LINE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*((?:.*[^ \t])?)[ \t]*$/s;
/** What no line has: RFC 9110, 5.5. */
const FORBIDDEN = /[\u0000-\u0008\u000a-\u001f\u007f]/;
/** Where the body begins in what has come so far; undefined while the head is not whole. */
function bodyStartIn(bytes) {
    const end = bytes.indexOf(END);
    return end === -1 ? undefined : end + END.length;
}
/**
 * Reads the head of an answer to a GET request, strictly.
 *
 * @param bytes the head, with the empty line that ends it
 * @returns undefined for all but the plain case: a transfer coding, no length or two, what a parser could take in two ways
 */
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
    const says = connection.toLowerCase();
    const keepsAlive = minor === '1' ? !says.includes('close') : says.includes('keep-alive');
    return { status: Number(status), headers, length: Number(length), keepsAlive };
}

;// CONCATENATED MODULE: ./lib/http/direct-connection.js




/** As Node's own limit (`http.maxHeaderSize`), in bytes. */
const MAX_HEAD = 16 << 10;
/** Bytes that one read takes at most: 64 KiB to 1 MiB were level when measured, and fewer stay in the cache. */
const MAX_READ = 256 << 10;
/**
 * One connection to a server, without a proxy, that receives bodies straight into the caller's memory: `onread` of
 * https://nodejs.org/api/net.html#socketconnectoptions-connectlistener. Through `node:http` each chunk is a new buffer,
 * copied twice and collected later, at three times the CPU time. It knows the plain case of an answer only; the caller
 * asks in another way for what it does not understand.
 */
class DirectConnection {
    #socket;
    #head = Buffer.allocUnsafeSlow(MAX_HEAD);
    #headLength = 0;
    #reception;
    #isClosed = false;
    #hasAnswered = false;
    #onIdle;
    #onClose;
    /**
     * Connects. Certificates are checked as `node:tls` does by default.
     *
     * @param onIdle told whenever it can take another request
     * @param onClose told once, when it no longer can
     */
    constructor({ protocol, hostname, port }, onIdle, onClose) {
        this.#onIdle = onIdle;
        this.#onClose = onClose;
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
                // As node:https does.
                ALPNProtocols: ['http/1.1'],
                ...(external_node_net_.isIP(host) === 0 && { servername: host })
            })
            : external_node_net_.connect(options);
        this.#socket.setNoDelay(true);
        this.#socket.on('error', error => this.#fail(error));
        this.#socket.on('end', () => this.#fail({ code: 'ended early' }));
        this.#socket.on('close', () => this.#fail({ code: 'ended early' }));
        // Flowing, or its end would not be told.
        this.#socket.resume();
    }
    /** Whether anything has come since it was asked last. */
    get hasAnswered() {
        return this.#hasAnswered;
    }
    /**
     * One exchange at a time.
     *
     * @returns undefined where the answer is not understood; the connection is closed then
     * @throws whatever broke the connection
     */
    async exchange({ url, headers, range, room, signal }) {
        const onAbort = () => this.#fail(signal.reason);
        signal.addEventListener('abort', onAbort);
        this.#hasAnswered = false;
        const head = await new Promise((resolve, reject) => {
            this.#reception = {
                range,
                room,
                onHead: resolve,
                onFailure: reject,
                position: range.start,
                left: 0,
                early: []
            };
            if (this.#isClosed)
                return this.#fail({ code: 'ended early' });
            if (signal.aborted)
                return onAbort();
            const fields = Object.entries({ host: url.host, ...headers, connection: 'keep-alive' });
            const lines = fields.map(([name, value]) => `${name}: ${value}\r\n`).join('');
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
        this.#fail({ code: 'given up' });
    }
    /** What `onChunk` returns is not waited for: the bytes have their place already. */
    async #read(onChunk) {
        const reception = this.#reception;
        if (reception?.head === undefined)
            throw new BrokenBody({ code: 'ended early' });
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
            this.#endIfWhole(reception);
        });
    }
    /** Where the next bytes go: asked for before each read. */
    #nextBuffer() {
        // TLS hands on what it has decrypted even now, and would turn for ever on a buffer without room.
        if (this.#isClosed)
            return this.#head;
        const reception = this.#reception;
        if (reception?.head === undefined)
            return this.#head.subarray(this.#headLength);
        const { position, left, range, room, onChunk } = reception;
        const wanted = Math.min(left, range.end - position);
        // What is more than was asked for goes where it does no harm, and whoever reads is told.
        if (wanted <= 0)
            return this.#head;
        // The caller's memory is none of an answer's that nobody wants to read.
        const place = onChunk === undefined ? this.#head : room(position);
        return place.subarray(0, Math.min(place.length, wanted, MAX_READ));
    }
    /** @returns false to hear no more until somebody reads */
    #received(count, buffer) {
        const reception = this.#reception;
        if (this.#isClosed)
            return false;
        if (reception === undefined) {
            // Nothing was asked for.
            this.destroy();
            return false;
        }
        this.#hasAnswered = true;
        if (reception.head !== undefined) {
            this.#tookBody(reception, Buffer.from(buffer.buffer, buffer.byteOffset, count));
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
            this.#tookBody(reception, bytes.subarray(start));
        reception.onHead(head);
        return false;
    }
    #tookBody(reception, chunk) {
        if (chunk.length > reception.left) {
            // Of no answer.
            this.#fail({ code: 'sent more than it said' });
            return;
        }
        reception.position += chunk.length;
        reception.left -= chunk.length;
        // A copy: the next bytes come where these are.
        if (reception.onChunk === undefined)
            reception.early.push(Buffer.from(chunk));
        else
            reception.onChunk(chunk);
        this.#endIfWhole(reception);
    }
    #endIfWhole(reception) {
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
    /** @param cause undefined: an answer that is not understood */
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

;// CONCATENATED MODULE: ./lib/http/direct-connections.js



/** Direct connections by origin, kept for the next request. */
class DirectConnections {
    #idle = new Map();
    #open = new Set();
    /** Servers whose answers are none that are understood there. */
    #strange = new Set();
    #isClosed = false;
    /** Whether a server is worth asking directly. */
    reaches({ href, origin }) {
        return (0,http_proxy.proxyFor)(href) === '' && !this.#strange.has(origin);
    }
    /** Connects, for a request that will come soon; where a connection is kept, that will serve. */
    prepare(url) {
        if (this.#isClosed || !this.reaches(url) || this.#idleAt(url).length > 0)
            return;
        const connection = this.#connect(url);
        this.#idleAt(url).push(connection);
    }
    /**
     * @returns undefined where the answer is not understood: ask in another way
     * @throws whatever broke the connection; ERR_INVALID_CHAR for a header that would be no header
     */
    async exchange(sending) {
        const { url, headers, signal } = sending;
        for (const [name, value] of Object.entries(headers))
            (0,external_node_http_.validateHeaderValue)(name, value);
        const kept = this.#idleAt(url).pop();
        const connection = kept ?? this.#connect(url);
        const exchange = await connection.exchange(sending).catch(async (error) => {
            if (connection !== kept || connection.hasAnswered || signal.aborted)
                throw error;
            // The server closed it while nothing was asked, as it may: RFC 9112, 9.3.1.
            return await this.#connect(url).exchange(sending);
        });
        if (exchange === undefined)
            this.#strange.add(url.origin);
        return exchange;
    }
    close() {
        this.#isClosed = true;
        for (const connection of this.#open)
            connection.destroy();
    }
    #connect(url) {
        const idle = this.#idleAt(url);
        const connection = new DirectConnection(url, () => idle.push(connection), () => {
            this.#open.delete(connection);
            if (idle.includes(connection))
                idle.splice(idle.indexOf(connection), 1);
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

;// CONCATENATED MODULE: ./lib/storage/storage-client.js









const storage_client_MAX_REDIRECTS = 5;
/**
 * GET requests to blob storage: over `node:https`, directly where the caller has room for what comes, or through the
 * proxy that @actions/http-client finds in the environment. Connections are kept for the next range.
 */
class StorageClient {
    #agents = new Agents();
    #direct = new DirectConnections();
    #stallTimeout;
    #onAnswer;
    /**
     * @param stallTimeout how long a connection may move no byte, in ms
     * @param onAnswer told of each answer, for the debug log: host, status, time and request id. No path, no query
     */
    constructor(stallTimeout, onAnswer) {
        this.#stallTimeout = stallTimeout;
        this.#onAnswer = onAnswer;
    }
    /**
     * Follows redirects, to http only from http, and to no other scheme.
     *
     * @throws RequestError where no answer comes, and for every status but 200, 206, 412 and 416
     */
    async get(request) {
        let { url } = request;
        for (let hop = 0; hop <= storage_client_MAX_REDIRECTS; hop++) {
            const answer = await this.#send(request, url);
            const { status, headers } = answer;
            if ([200, 206, 412, 416].includes(status))
                return answer;
            answer.discard();
            const { location } = headers;
            if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href)) {
                const wait = retryAfter(headers, Date.now());
                const asks = wait ? ` and asks to wait ${Math.ceil(wait / 1000)} s` : '';
                throw storageError(request.label, `storage answered ${status}${asks}`, { status, retryAfter: wait });
            }
            const next = new URL(location, url);
            if (next.protocol !== 'https:' && !(next.protocol === 'http:' && url.protocol === 'http:')) {
                const what = `storage redirects from ${url.protocol} to ${next.protocol}, which is refused`;
                throw storageError(request.label, what, { status });
            }
            request.onRedirect(next);
            url = next;
        }
        throw storageError(request.label, `storage redirects more than ${storage_client_MAX_REDIRECTS} times`, { status: 302 });
    }
    /** Connects, for requests with room that will come soon. */
    prepare(url) {
        this.#direct.prepare(url);
    }
    close() {
        this.#direct.close();
        this.#agents.close();
    }
    #note({ label, range }, { host }, { status, headers }, started) {
        if (this.#onAnswer === undefined)
            return;
        const bytes = range === undefined ? '' : `, bytes ${range.start} to ${range.end - 1}`;
        const id = headers['x-ms-request-id'];
        const requestId = id === undefined ? '' : `, request id ${(0,printable/* printable */.g)(String(id))}`;
        const time = Math.round(performance.now() - started);
        this.#onAnswer(`GET ${host}: ${label}${bytes}: ${status} after ${time} ms${requestId}`);
    }
    /** One request to one server. */
    async #send(request, url) {
        const { label, signal } = request;
        const stop = new AbortController();
        const started = performance.now();
        let exchange;
        const watch = setTimeout(() => {
            // Paused: it is the disk that is slow.
            if (exchange?.isPaused())
                watch.refresh();
            else
                stop.abort();
        }, this.#stallTimeout);
        const onAbort = () => stop.abort();
        signal.addEventListener('abort', onAbort);
        const end = () => {
            clearTimeout(watch);
            signal.removeEventListener('abort', onAbort);
        };
        const broken = (error) => {
            end();
            if (signal.aborted)
                return signal.reason;
            // A proxy that cannot be used: it says so itself, and no try is of use.
            if (error instanceof action_error/* ActionError */.lZ)
                return error;
            const stalled = stop.signal.aborted;
            const what = stalled
                ? `storage sent nothing for ${this.#stallTimeout / 1000} s`
                : `the connection to ${url.hostname} broke (${causeOf(error)})`;
            return storageError(label, what);
        };
        try {
            signal.throwIfAborted();
            exchange = await this.#exchange(request, url, stop.signal);
        }
        catch (error) {
            throw broken(error);
        }
        const answer = exchange;
        this.#note(request, url, answer, started);
        return {
            status: answer.status,
            headers: answer.headers,
            read: async (onChunk) => {
                try {
                    await answer.read(chunk => {
                        watch.refresh();
                        return onChunk(chunk);
                    });
                    end();
                }
                catch (error) {
                    const failure = error instanceof BrokenBody ? broken(error.cause) : error;
                    end();
                    stop.abort();
                    throw failure;
                }
            },
            discard: () => {
                end();
                answer.discard();
            }
        };
    }
    async #exchange({ range, ifMatch, room }, url, signal) {
        const headers = {
            'user-agent': 'artifact-action',
            ...(range && { range: `bytes=${range.start}-${range.end - 1}` }),
            ...(ifMatch !== undefined && { 'if-match': ifMatch })
        };
        if (room !== undefined && range !== undefined && this.#direct.reaches(url)) {
            const exchange = await this.#direct.exchange({ url, headers, range, room, signal });
            if (exchange !== undefined)
                return exchange;
        }
        return await exchangeByAgent({ url, headers, resends: true, signal }, this.#agents.for(url));
    }
}
/** No cause: an error of the HTTP stack may hold the signed URL. */
function storageError(label, what, { status, retryAfter, nextTry } = {}) {
    return new RequestError('storage-failed', `${label} could not be downloaded: ${what}`, {
        hint: 'Is the storage host reachable from this runner (firewall, proxy)? Run the step again.',
        status,
        retryable: isTransient(status),
        retryAfter,
        ...(nextTry && { nextTry }),
        subject: label,
        reason: what
    });
}
/** What broke a connection, without a query string that a URL in it may have. A proxy's refusal says more than its code. */
function causeOf(error) {
    const { code = NO_TUNNEL } = error;
    return code === NO_TUNNEL ? (0,printable/* printable */.g)((0,action_error/* messageOf */.bD)(error).replace(/\?\S*/g, '')) : code;
}

;// CONCATENATED MODULE: ./lib/storage/range-reader.js





/**
 * Storage cannot go on where it stopped: what came so far is void, and the whole has to come again. Not a RequestError,
 * so that it passes the tries of one range and reaches those of the whole.
 */
class StartOver extends action_error/* ActionError */.lZ {
    name = 'StartOver';
    /** Whether ranges are worth asking for the next time. */
    ranges;
    /** The message without the artifact. */
    why;
    constructor(label, why, ranges) {
        super('storage-failed', `${label} could not be downloaded: ${why}`);
        this.why = why;
        this.ranges = ranges;
    }
}
/**
 * The bytes of one artifact in storage, in ranges, each of which goes on at the byte where it stopped: after a cut, a
 * stall, a short answer, an expired URL. What changes in the meantime (the ETag, the size) starts over.
 */
class RangeReader {
    #options;
    #url;
    #facts;
    #validators;
    constructor(options) {
        this.#options = options;
    }
    /**
     * Asks for the first `length` bytes, or for all where ranges are not served. One request when nothing goes wrong.
     *
     * @param choose called once, with the facts; answers with where the bytes go. Undefined: nowhere
     * @returns the facts
     * @throws StartOver, RequestError, and what the sink throws
     */
    async open(length, choose, signal) {
        let sink;
        await this.#readOn({ start: 0, end: length }, facts => {
            sink ??= choose(facts);
            return sink;
        }, { signal });
        if (this.#facts === undefined)
            throw new TypeError('no facts, and no error');
        return this.#facts;
    }
    /** Reads a range, in order, resuming where it has to. @throws StartOver, RequestError, and what the sink throws */
    async read(range, sink, signal) {
        await this.#readOn(range, () => sink, { signal });
    }
    /** The same, into memory of the caller's: the sink is told of views of that, though not always, and not waited for. */
    async readInto(room, range, sink, signal) {
        await this.#readOn(range, () => sink, { signal, room });
    }
    /** Connects, for a `readInto` that will come soon. */
    async prepare() {
        this.#options.client.prepare(await this.#signed().issued);
    }
    /** A range as one buffer, in the memory given or in new, for what is known to be small. */
    async bytes({ start, end }, signal, into) {
        const buffer = into?.subarray(0, end - start) ?? Buffer.allocUnsafe(end - start);
        const put = (chunk, position) => {
            chunk.copy(buffer, position - start);
        };
        await this.read({ start, end }, put, signal);
        return buffer;
    }
    async #readOn(range, sinkFor, { signal = this.#options.signal, room }) {
        const { label, client, queue, ranges, onBytes, onRedirect } = this.#options;
        let at = range.start;
        const isDone = () => at >= Math.min(range.end, this.#facts?.size ?? Number.POSITIVE_INFINITY);
        await queue.retry(async () => {
            const before = at;
            const signed = this.#signed();
            try {
                const url = await signed.issued;
                await queue.withSlot(async () => {
                    const answer = await client.get({
                        label,
                        url,
                        range: ranges ? { start: at, end: range.end } : undefined,
                        ifMatch: strongEtag(this.#validators?.etag),
                        room,
                        signal,
                        onRedirect
                    });
                    let checked;
                    let sink;
                    try {
                        checked = this.#check(answer, { start: at, end: range.end });
                        sink = sinkFor(checked.facts);
                    }
                    catch (error) {
                        answer.discard();
                        throw error;
                    }
                    if (sink === undefined)
                        return answer.discard();
                    const { facts, end } = checked;
                    const take = sink;
                    await answer.read(chunk => {
                        // Whose bytes those beyond its range are, nobody knows.
                        if (at + chunk.length > end)
                            throw new StartOver(label, 'storage sent more than it said', false);
                        const position = at;
                        at += chunk.length;
                        signed.served = true;
                        onBytes(chunk.length);
                        return take(chunk, position);
                    });
                    if (!facts.ranges)
                        return;
                    if (!isDone())
                        throw storageError(label, 'storage ended its answer early');
                });
            }
            catch (error) {
                // All of the range has come: how the connection ended after that is nobody's concern.
                if (error instanceof RequestError && this.#facts?.ranges && isDone())
                    return;
                throw this.#judge(error, { signed, at, before });
            }
        }, signal);
    }
    /** What an error means for the next try. */
    #judge(error, { signed, at, before }) {
        if (!(error instanceof RequestError) || error.code !== 'storage-failed')
            return error;
        const { label } = this.#options;
        if (this.#facts?.ranges === false) {
            // Nothing to go on from: all of it comes again.
            return isTransient(error.status) ? new StartOver(label, reasonOf(error, label, at), false) : error;
        }
        const ranOut = error.status === 401 || error.status === 403;
        if (ranOut && this.#url === signed)
            this.#url = undefined;
        // A URL that never served a byte was perhaps never good: its tries count.
        const isFree = at > before || (ranOut && signed.served);
        return new RequestError('storage-failed', `${label} could not be downloaded: ${at === 0 ? reasonOf(error, label) : reasonOf(error, label, at)}`, {
            hint: error.hint,
            status: error.status,
            retryable: error.retryable || ranOut,
            retryAfter: error.retryAfter,
            // A URL that has served needs no pause, only a new one.
            nextTry: ranOut && signed.served ? 'immediate' : isFree ? 'free' : 'counted'
        });
    }
    #signed() {
        if (this.#url === undefined) {
            const url = { issued: this.#options.issueUrl(), served: false };
            // A failure is not kept: the next try asks again.
            url.issued.catch(() => {
                if (this.#url === url)
                    this.#url = undefined;
            });
            this.#url = url;
        }
        return this.#url;
    }
    /**
     * Holds an answer against what is known of the blob, and learns from the first one.
     *
     * @returns the facts, and where by its own word its bytes end in the blob
     */
    #check({ status, headers }, asked) {
        const { label } = this.#options;
        const known = this.#facts;
        const about = {
            contentType: headers['content-type'],
            contentDisposition: headers['content-disposition']
        };
        if (status === 412)
            throw new StartOver(label, 'it was replaced by another in storage meanwhile', true);
        if (status === 200) {
            if (known?.ranges)
                throw new StartOver(label, 'storage no longer serves ranges', false);
            const size = headers['content-length'];
            const facts = { ...about, ranges: false, size: size === undefined ? undefined : Number(size) };
            this.#facts = facts;
            return { facts, end: Number.POSITIVE_INFINITY };
        }
        const [, start, last, total] = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+)$/.exec(headers['content-range'] ?? '') ?? [];
        // Of an empty blob no range can be had, nor does the refusal tell the name of a raw one.
        if (status === 416)
            throw new StartOver(label, 'storage has no such range', false);
        const end = Number(last) + 1;
        const isWhatWasAsked = Number(start) === asked.start && end <= Math.min(asked.end, Number(total));
        if (!isWhatWasAsked || (known !== undefined && Number(total) !== known.size)) {
            throw new StartOver(label, 'storage sent another range than was asked for', false);
        }
        const validators = { etag: headers.etag, lastModified: headers['last-modified'] };
        if (known === undefined) {
            const facts = { ...about, ranges: true, size: Number(total) };
            this.#validators = validators;
            this.#facts = facts;
            return { facts, end };
        }
        if (!(0,external_node_util_.isDeepStrictEqual)(validators, this.#validators))
            throw new StartOver(label, 'it was replaced by another in storage meanwhile', true);
        return { facts: known, end };
    }
}
/** RFC 9110, 13.1.1: If-Match compares strongly, so a weak ETag never matches. */
function strongEtag(etag) {
    return etag?.startsWith('"') ? etag : undefined;
}
function reasonOf(error, label, at) {
    const reason = error.message.replace(`${label} could not be downloaded: `, '');
    return at === undefined ? reason : `${reason}, at byte ${at} (${formatSize(at)})`;
}

;// CONCATENATED MODULE: ./lib/storage/signed-url.js
/** A value in a URL that may be a signature: Azure's has 44 characters, S3's 64. */
const SIGNATURE = /^[\w+/=%.~-]{32,}$/;
/** What of a signed URL may be printed nowhere, however it is repeated: whole, its query, and each value that may be a signature. */
function secretsOf({ href, search, searchParams }) {
    const query = search.slice(1);
    const raw = query.split('&').map(pair => pair.slice(pair.indexOf('=') + 1));
    const values = [...raw, ...searchParams.values()].filter(value => SIGNATURE.test(value));
    return [...new Set([href, query, ...values])].filter(secret => secret !== '');
}

// EXTERNAL MODULE: ./node_modules/content-disposition/index.js
var content_disposition = __webpack_require__(8111);
;// CONCATENATED MODULE: ./lib/download/file-name.js

/**
 * The name of the one file that an artifact is when it was uploaded with `archive: false`; undefined when it is a zip
 * archive. upload-artifact v7 sets Content-Disposition to `NAME.zip` on an archive and to the artifact's own name on a
 * file, whose Content-Type goes by its extension: so a raw `x.zip` is a file although it is a zip. Servers that name
 * nothing hold archives. The name is as the header gives it: not yet fit for a path.
 */
function rawFileName(artifactName, headers) {
    const fileName = fileNameOf(headers.contentDisposition);
    if (fileName === undefined || fileName === `${artifactName}.zip`)
        return undefined;
    const zipType = /^application\/(x-)?zip\b/i.test(headers.contentType ?? '');
    const zipName = /\.zip$/i.test(fileName);
    if (fileName === artifactName)
        return zipType && !zipName ? undefined : fileName;
    return zipType || zipName ? undefined : fileName;
}
/** `filename*` (RFC 5987) takes precedence over `filename`. */
function fileNameOf(header) {
    if (header === undefined)
        return undefined;
    try {
        const { filename } = content_disposition.parse(header).parameters;
        return filename === undefined || filename === '' ? undefined : filename;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/download/file-sink.js



/** How much is written at once, in bytes: there are two of these to a sink, and 64 sinks at the most. */
const BUFFER = 128 << 10;
const file_sink_writeAsync = (0,external_node_util_.promisify)(external_node_fs_.write);
/** Those of sinks that are done. */
const spare = [];
/**
 * Bytes in order into a file, overwritten, hashed on the way. They are copied into one of two buffers while the other is
 * written: what waits for the disk is bounded, and the chunks they came in can be collected at once.
 */
class FileSink {
    /** How many bytes have come. */
    bytes = 0;
    file;
    #hash = (0,external_node_crypto_.createHash)('sha256');
    #descriptor;
    #buffers = [newBuffer(), newBuffer()];
    #filled = 0;
    #written = Promise.resolve();
    /** Stays true where that failed. */
    #isWriting = false;
    /** The chunk that waits for the disk. */
    #taking;
    #isClosed = false;
    constructor(file) {
        this.file = file;
        this.#descriptor = (0,external_node_fs_.openSync)(file, 'w');
    }
    /** Waits where the disk is behind; the chunk has to stand until then. @throws the file system's errors */
    write(chunk) {
        // The hash would agree with what came, whatever became of the file.
        if (this.#taking !== undefined)
            throw new TypeError('a chunk came before the last one was taken');
        this.bytes += chunk.length;
        this.#hash.update(chunk);
        const taking = this.#put(chunk);
        if (taking === undefined)
            return undefined;
        this.#taking = taking;
        return taking.finally(() => {
            this.#taking = undefined;
        });
    }
    /** All is on its way to the disk. @returns lower-case hex of the SHA-256 of the bytes */
    async end() {
        await this.#written;
        await this.#writeAll(this.#buffers[0].subarray(0, this.#filled));
        const { size } = (0,external_node_fs_.fstatSync)(this.#descriptor);
        if (size !== this.bytes)
            throw new Error(`the file has ${size} bytes, and ${this.bytes} came`);
        this.#close();
        return this.#hash.digest('hex');
    }
    /** Gives up. */
    async discard() {
        await this.#taking?.catch(() => { });
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
        this.#written = this.#writeAll(this.#buffers[0]).then(() => {
            this.#isWriting = false;
        });
        // Whoever writes or ends hears of it.
        this.#written.catch(() => { });
        this.#buffers.reverse();
        this.#filled = 0;
        return this.#put(rest);
    }
    /** A disk that fills up may take a part first. */
    async #writeAll(buffer) {
        for (let at = 0; at < buffer.length;) {
            at += (await file_sink_writeAsync(this.#descriptor, buffer, at)).bytesWritten;
        }
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

;// CONCATENATED MODULE: ./lib/download/progress.js

const INTERVAL = 5000;
/** Says now and then how far a long transfer has come: one line at most every 5 s, for all connections together. */
class Progress {
    #bytes = 0;
    #told = 0;
    /** What will travel of each artifact, by its id, in bytes; undefined where that is still to be seen. */
    #expected;
    #timer;
    constructor(expected, say, interval = INTERVAL) {
        this.#expected = new Map(expected);
        this.#timer = setInterval(() => {
            const rate = (this.#bytes - this.#told) / (interval / 1000);
            if (rate === 0)
                return;
            this.#told = this.#bytes;
            say(progressLine(this.#bytes, this.#total(), rate));
        }, interval);
        this.#timer.unref();
    }
    /** Of the artifact with that id so many bytes will travel. */
    expect(id, bytes) {
        this.#expected.set(id, bytes);
    }
    add(bytes) {
        this.#bytes += bytes;
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
/** `120.0 MB of 547.0 MB (22 %), 60.0 MB/s, 7 s left`; `rate` in bytes a second. */
function progressLine(bytes, total, rate) {
    const speed = `${formatSize(rate)}/s`;
    // What is tried again travels twice: past the total nothing is known of what is left.
    if (total === undefined || bytes >= total)
        return `  ${formatSize(bytes)}, ${speed}`;
    const percent = Math.floor((bytes / total) * 100);
    const left = Math.ceil((total - bytes) / rate);
    const time = left < 120 ? `${left} s` : `${Math.round(left / 60)} min`;
    return `  ${formatSize(bytes)} of ${formatSize(total)} (${percent} %), ${speed}, ${time} left`;
}

;// CONCATENATED MODULE: ./lib/archive/random-access.js



const readAsync = (0,external_node_util_.promisify)(external_node_fs_.read);
/** An archive in an open file, which stays the caller's to close. */
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
            const { bytesRead } = await readAsync(this.#descriptor, buffer, filled, length - filled, offset + filled);
            if (bytesRead === 0)
                throw new ArchiveError('truncated', `the file ends at byte ${offset + filled}`);
            filled += bytesRead;
        }
        return buffer;
    }
}

;// CONCATENATED MODULE: ./lib/archive/end-record.js





// APPNOTE 4.3.16, 4.3.15, 4.3.14
const END_MARK = Buffer.from('PK\x05\x06', 'latin1');
const END_SIZE = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_SIZE = 20;
const ZIP64_SIGNATURE = 0x06064b50;
const ZIP64_SIZE = 56;
const MAX_COMMENT = 65_535;
const MAX_SNIPPET = 100;
/** What is told as one, and long base64, hex and the like, however they are escaped. */
const end_record_SIGNATURE = /\bsig(nature)?(=|:|%3d|&#\w+;|\\u003d|&quot;|").*|[\w+/=%&#;\\-]{32,}/gis;
/**
 * Finds the end of central directory record and reads it, the zip64 one too. The records have to lie as a writer puts
 * them: directory, zip64 record, locator, end record, comment, end of file; nothing between and nothing after.
 */
async function readEndRecord(source) {
    const length = Math.min(source.size, ZIP64_SIZE + LOCATOR_SIZE + END_SIZE + MAX_COMMENT);
    const tail = await source.read(source.size - length, length);
    const at = await findEndRecord(tail, source);
    const end = tail.subarray(at);
    const atOffset = source.size - tail.length + at;
    if (end.readUInt16LE(4) !== 0 || end.readUInt16LE(6) !== 0) {
        throw new ArchiveError('unsupported', 'it is one disk of several (multi-disk)');
    }
    const plain = {
        entryCount: end.readUInt16LE(10),
        entriesOnDisk: end.readUInt16LE(8),
        size: end.readUInt32LE(12),
        offset: end.readUInt32LE(16)
    };
    const locator = at >= LOCATOR_SIZE ? tail.subarray(at - LOCATOR_SIZE, at) : undefined;
    const place = locator?.readUInt32LE(0) === LOCATOR_SIGNATURE
        ? await readZip64(source, { locator, locatorOffset: atOffset - LOCATOR_SIZE, plain })
        : { ...plain, end: atOffset };
    if (place.entriesOnDisk !== place.entryCount) {
        throw new ArchiveError('structure', 'its end record counts entries on other disks');
    }
    if (place.offset + place.size !== place.end) {
        const [said, is] = [place.offset + place.size, place.end];
        throw new ArchiveError('structure', `its directory should end at byte ${said}, but what follows begins at ${is}`);
    }
    return { entryCount: place.entryCount, offset: place.offset, size: place.size };
}
/** Where in the tail the end record begins. */
async function findEndRecord(tail, source) {
    const found = [];
    let sawAny;
    // A native search: byte by byte, before anything is compiled, this took 20 ms.
    for (let before = tail.length - END_SIZE; before >= 0;) {
        const at = tail.lastIndexOf(END_MARK, before);
        if (at === -1)
            break;
        before = at - 1;
        const end = at + END_SIZE + tail.readUInt16LE(at + 20);
        if (end === tail.length)
            found.push(at);
        else
            sawAny ??= end < tail.length ? 'before the end' : 'beyond the end';
    }
    const [last, ...others] = found;
    if (last === undefined)
        throw await noEndRecord(tail, source, sawAny);
    // A second one, or one in the comment, would make two archives of one file, of which each reader takes its own.
    const inComment = tail.indexOf(END_MARK, last + END_SIZE) >= 0;
    if (others.length > 0 || inComment)
        throw new ArchiveError('structure', 'it has an end record inside the comment');
    return last;
}
async function noEndRecord(tail, source, sawAny) {
    const start = tail.length === source.size ? tail : await source.read(0, Math.min(source.size, MAX_SNIPPET));
    if (sawAny === 'before the end')
        return new ArchiveError('structure', 'bytes follow its end record');
    if (sawAny === 'beyond the end')
        return new ArchiveError('truncated', 'its end record is cut off');
    return noArchive(start) ?? new ArchiveError('truncated', 'its end is missing');
}
/** What is wrong with the end of an archive in a file; undefined where nothing is. */
async function wrongEndOf(file) {
    const opened = await (0,external_node_fs_promises_.open)(file);
    try {
        await readEndRecord(new FileAccess(opened.fd, (await opened.stat()).size));
        return undefined;
    }
    catch (error) {
        if (error instanceof ArchiveError)
            return error;
        throw error;
    }
    finally {
        await opened.close();
    }
}
/** What a file is, by its first bytes, when it is no archive; undefined when it may be one. */
async function fileIsNoArchive(file) {
    const opened = await (0,external_node_fs_promises_.open)(file);
    try {
        const { buffer, bytesRead } = await opened.read(Buffer.alloc(MAX_SNIPPET), 0, MAX_SNIPPET, 0);
        return noArchive(buffer.subarray(0, bytesRead));
    }
    finally {
        await opened.close();
    }
}
/** What bytes are that begin like this, when they are no archive; undefined when they may be one. */
function noArchive(start) {
    if (start.length === 0)
        return new ArchiveError('not-a-zip', 'it is empty, not a zip archive');
    // "PK" and a local header, an end record's sign or less of it: the front of an archive.
    const front = Buffer.from('PK\x03\x04', 'latin1');
    const looksLikeZip = front.subarray(0, start.length).equals(start.subarray(0, 4)) || start.indexOf('PK\x05', 0, 'latin1') === 0;
    if (looksLikeZip)
        return undefined;
    // A signature may be repeated in an error page: it is no use to a reader, and cut short no mask would fit it.
    const text = start.toString('utf8').replace(end_record_SIGNATURE, '…');
    const snippet = (0,printable/* printable */.g)(text.slice(0, MAX_SNIPPET), MAX_SNIPPET);
    return new ArchiveError('not-a-zip', `it is not a zip archive; it begins with: ${snippet}`);
}
async function readZip64(source, { locator, locatorOffset, plain }) {
    const refuse = (reason) => new ArchiveError('structure', reason);
    try {
        if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) {
            throw new ArchiveError('unsupported', 'it is one disk of several (multi-disk)');
        }
        const end = safeUInt64(locator, 8);
        if (end + ZIP64_SIZE !== locatorOffset)
            throw refuse('its zip64 end record is not where its locator says');
        const record = await source.read(end, ZIP64_SIZE);
        if (record.readUInt32LE(0) !== ZIP64_SIGNATURE)
            throw refuse('its zip64 end record has no signature');
        if (safeUInt64(record, 4) !== ZIP64_SIZE - 12)
            throw refuse('its zip64 end record has an extensible data sector');
        if (record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) {
            throw new ArchiveError('unsupported', 'it is one disk of several (multi-disk)');
        }
        const full = {
            entriesOnDisk: safeUInt64(record, 24),
            entryCount: safeUInt64(record, 32),
            size: safeUInt64(record, 40),
            offset: safeUInt64(record, 48)
        };
        for (const key of ['entriesOnDisk', 'entryCount', 'size', 'offset']) {
            const marker = key === 'size' || key === 'offset' ? 0xffffffff : 0xffff;
            if (plain[key] !== marker && plain[key] !== full[key])
                throw refuse('its two end records disagree');
        }
        return { ...full, end };
    }
    catch (error) {
        throw error instanceof ExtraFieldError
            ? refuse(`its zip64 end record is broken: ${error.message}`)
            : error;
    }
}

;// CONCATENATED MODULE: ./lib/archive/path-tree.js

/** A prime; its square is an exact number. */
const PRIME = 2 ** 26 - 5;
/** The names' bytes lie in blocks, each twice as long as the one before up to this, in bytes. */
const BLOCK = 64 << 10;
const FIRST_BLOCK = 1 << 10;
/** Nodes that there is room for at the least, and how much more room is made at a time. */
const LEAST = 16;
const path_tree_GROWTH = 1.5;
/** So many folders are found without going down to them. */
const KNOWN = 4000;
/** The folder that all paths begin in. */
const ROOT = 0;
/**
 * Paths as a tree in a few arrays: a node for each file and folder, which knows its parent, its own name and some bits of
 * the caller's. A million paths as strings in a set would be hundreds of MB; so they are about 30 bytes each. Nodes are
 * numbered from 1 as they come, a folder before what is in it.
 */
class PathTree {
    // Plain arrays: V8 is slow to compile what reads them through calls.
    #parents;
    #names;
    #lengths;
    #bits;
    /** The next node with the same place in `#heads`, or 0. */
    #next;
    #heads;
    #blocks = [Buffer.alloc(FIRST_BLOCK)];
    /** Bytes in the last block. */
    #filled = 0;
    #size = 0;
    /** The first folders that came: most archives have no more. To give them up for others would leave much to collect. */
    #knownNodes = new Map();
    #knownPaths = new Map();
    /** The folder whose path was put together last: a deep one is mostly followed by what is in it. */
    #lastFolder = ROOT;
    #lastPath = '';
    /** h = h · factor + bytes (mod prime): nobody can choose names whose hashes meet without knowing the factor. */
    #factor = (0,external_node_crypto_.randomInt)(PRIME >> 1, PRIME);
    /** @param expected about how many nodes there will be */
    constructor(expected) {
        const length = Math.max(LEAST, Math.ceil(expected * path_tree_GROWTH));
        this.#parents = new Uint32Array(length);
        this.#names = new Uint32Array(length);
        this.#lengths = new Uint16Array(length);
        this.#bits = new Uint8Array(length);
        this.#next = new Uint32Array(length);
        this.#heads = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(LEAST, expected))));
    }
    /** The highest node. */
    get size() {
        return this.#size;
    }
    parentOf(node) {
        return this.#parents[node];
    }
    /** What the caller has marked it with: 0 at first. */
    bitsOf(node) {
        return this.#bits[node];
    }
    mark(node, bits) {
        this.#bits[node] = bits;
    }
    /** No path is added any more: what finds them is let go. */
    seal() {
        this.#next = new Uint32Array(0);
        this.#heads = new Uint32Array(0);
        this.#knownNodes.clear();
    }
    /** The node of a path, made with those above it unless they are there. */
    add(path) {
        const slash = path.lastIndexOf('/');
        if (slash === -1)
            return this.child(ROOT, path);
        const folder = known(this.#knownNodes, path.slice(0, slash), folder => folder.split('/').reduce((node, name) => this.child(node, name), ROOT));
        return this.child(folder, path.slice(slash + 1));
    }
    pathOf(node) {
        const parent = this.parentOf(node);
        if (parent === ROOT)
            return this.nameOf(node);
        const folder = known(this.#knownPaths, parent, folder => {
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
    /** The last segment of its path. */
    nameOf(node) {
        const at = this.#names[node];
        const start = at % BLOCK;
        return this.#blockOf(at).toString('utf8', start, start + this.#lengths[node]);
    }
    /** The node of a name in a folder, made unless it is there. */
    child(parent, name) {
        const length = this.#write(name);
        const at = (this.#blocks.length - 1) * BLOCK + this.#filled;
        const place = this.#placeOf(parent, at, length);
        for (let node = this.#heads[place]; node !== 0; node = this.#next[node]) {
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
            this.#spread();
        else
            this.#link(node, place);
        return node;
    }
    /** Puts a name behind the others, where the next one overwrites it unless it is kept. @returns its length in bytes */
    #write(name) {
        const block = this.#blocks.at(-1);
        // Three bytes to a character at the most.
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
    #placeOf(parent, at, length) {
        const block = this.#blockOf(at);
        const start = at % BLOCK;
        const end = start + length;
        const factor = this.#factor;
        let hash = parent % PRIME;
        // Three bytes at once; none of them is 0.
        for (let index = start; index < end; index += 3) {
            const second = index + 1 < end ? block[index + 1] << 8 : 0;
            const third = index + 2 < end ? block[index + 2] << 16 : 0;
            const next = hash * factor + (block[index] | second | third);
            hash = next - Math.floor(next / PRIME) * PRIME;
        }
        return hash & (this.#heads.length - 1);
    }
    #grow() {
        const length = Math.ceil(this.#parents.length * path_tree_GROWTH);
        this.#parents = grown(this.#parents, new Uint32Array(length));
        this.#names = grown(this.#names, new Uint32Array(length));
        this.#lengths = grown(this.#lengths, new Uint16Array(length));
        this.#bits = grown(this.#bits, new Uint8Array(length));
        this.#next = grown(this.#next, new Uint32Array(length));
    }
    #link(node, place) {
        this.#next[node] = this.#heads[place];
        this.#heads[place] = node;
    }
    #spread() {
        this.#heads = new Uint32Array(this.#heads.length * 2);
        for (let node = 1; node <= this.#size; node++) {
            const place = this.#placeOf(this.parentOf(node), this.#names[node], this.#lengths[node]);
            this.#link(node, place);
        }
    }
}
function grown(from, to) {
    to.set(from);
    return to;
}
/** What `find` says of a key, or has said. */
function known(told, key, find) {
    let value = told.get(key);
    if (value !== undefined)
        return value;
    value = find(key);
    if (told.size < KNOWN)
        told.set(key, value);
    return value;
}

;// CONCATENATED MODULE: ./lib/archive/wide-column.js
const LOW = 2 ** 32;
/** Whole numbers up to 2^53, most of which are below 2^32: only they take more room that are not. What was not set is 0. */
class WideColumn {
    #low;
    #high;
    constructor(length) {
        this.#low = new Uint32Array(length);
        this.#high = new Uint32Array(length);
    }
    get(index) {
        return this.#high[index] * LOW + this.#low[index];
    }
    /** Once for each. */
    set(index, value) {
        // It takes what is below 2^32 of a number: https://tc39.es/ecma262/#sec-touint32
        this.#low[index] = value;
        // A page of zeros is nobody's until something is written to it.
        if (value >= LOW)
            this.#high[index] = Math.floor(value / LOW);
    }
}

;// CONCATENATED MODULE: ./lib/archive/entries.js






// What is known of an entry, as bits.
const FOLDER = 1;
/** Its name in the archive ends in a slash. */
const SLASH = 2;
const EXECUTABLE = 4;
const entries_DEFLATED = 8;
const PICKED = 16;
// What is known of a node of the tree, as bits.
const IS_FILE = 1;
const IS_FOLDER = 2;
const IS_PARENT = 4;
const IS_NEEDED = 8;
/** The earliest time that an archive can tell, in s since the epoch: all its times are whole seconds. */
const FIRST_TIME = -(2 ** 31);
/**
 * All entries of an archive, in arrays of numbers: about 55 bytes each. As objects they would be 500, which is more than
 * there may be of memory for 200,000 of them. `at` makes them one by one.
 */
class Entries {
    /** How many there are. */
    length = 0;
    /** Where the last one ends. */
    end = 0;
    /** How many are to be written. */
    pickedLength = 0;
    /** Of the files that are written. */
    pickedBytes = 0;
    /** Of all. */
    #bytes = 0;
    #picksAll = false;
    #paths;
    // Plain arrays: V8 is slow to compile what reads them through calls.
    #nodes;
    #bits;
    /** By which bits they differ from the first one's: mostly by none. */
    #flags;
    #firstFlags = 0;
    #nameLengths;
    #crcs;
    #compressed;
    #uncompressed;
    /** In s since `FIRST_TIME`. */
    #times;
    #offsets;
    /** Names in the archive that are not their paths in UTF-8: of another code page, or beside a Unicode path. */
    #rawNames = new Map();
    /** In the order of their offsets; undefined where they came in it. */
    #order;
    // What most archives are, seen as the entries come: another pass over all of them costs a fifth of all this.
    #isInOrder = true;
    /** Whether each entry that came fits exactly before the next, as far as the directory tells. */
    #fits = true;
    /** Where the last entry that came ends at the earliest. */
    #leastEnd = 0;
    /** Whether a path is both of a file and of a folder. */
    #hasClash = false;
    /** @param room how many there may be */
    constructor(room) {
        this.#paths = new PathTree(room);
        this.#nodes = new Uint32Array(room);
        this.#bits = new Uint8Array(room);
        this.#flags = new Uint16Array(room);
        this.#nameLengths = new Uint16Array(room);
        this.#crcs = new Uint32Array(room);
        this.#compressed = new WideColumn(room);
        this.#uncompressed = new WideColumn(room);
        this.#times = new WideColumn(room);
        this.#offsets = new WideColumn(room);
    }
    /**
     * Takes the next entry of the directory.
     *
     * @throws ArchiveError for a file whose path has come already
     */
    add(entry) {
        const index = this.length++;
        const { path, rawName, offset } = entry;
        const isFolder = entry.kind === 'folder';
        const node = this.#paths.add(path);
        if (!isFolder && (this.#paths.bitsOf(node) & IS_FILE) !== 0)
            throw refuse('duplicate', 'its path comes twice', path);
        this.#mark(node, isFolder ? IS_FOLDER : IS_FILE);
        this.#markParents(this.#paths.parentOf(node), IS_PARENT);
        const hasSlash = rawName.endsWith('/');
        const name = hasSlash ? `${path}/` : path;
        if (name !== rawName && latin1Of(name) !== rawName)
            this.#rawNames.set(index, rawName);
        this.#bits[index] =
            (isFolder ? FOLDER : 0) |
                (hasSlash ? SLASH : 0) |
                (entry.mode === 0o755 ? EXECUTABLE : 0) |
                (entry.method === 8 ? entries_DEFLATED : 0);
        this.#nodes[index] = node;
        if (index === 0)
            this.#firstFlags = entry.flags;
        // A page of zeros is nobody's until something is written to it.
        if (entry.flags !== this.#firstFlags)
            this.#flags[index] = entry.flags ^ this.#firstFlags;
        this.#nameLengths[index] = rawName.length;
        this.#crcs[index] = entry.crc32;
        this.#compressed.set(index, entry.compressedSize);
        this.#uncompressed.set(index, entry.uncompressedSize);
        this.#times.set(index, entry.mtime / 1000 - FIRST_TIME);
        this.#offsets.set(index, offset);
        const spare = offset - this.#leastEnd;
        this.#fits &&= index === 0 || (spare >= 0 && spare <= MAX_OVERHEAD);
        this.#isInOrder &&= this.#fits || offset >= this.#offsets.get(index - 1);
        this.#leastEnd = offset + LOCAL_SIZE + rawName.length + entry.compressedSize;
        this.#bytes += entry.uncompressedSize;
    }
    /**
     * Checks that the paths of all entries can be together: no file where another entry needs a folder, and where the file
     * system folds names, none that fold together. A file of no bytes under which others lie is how `@actions/artifact`
     * writes a folder: it becomes one.
     */
    checkTree(folds) {
        for (let index = 0; this.#hasClash && index < this.length; index++) {
            const node = this.#nodes[index];
            const nodeBits = this.#paths.bitsOf(node);
            const bits = this.#bits[index];
            if ((bits & FOLDER) !== 0 || (nodeBits & (IS_FOLDER | IS_PARENT)) === 0)
                continue;
            if ((nodeBits & IS_PARENT) === 0 || this.#uncompressed.get(index) !== 0) {
                throw refuse('duplicate', 'it is a file where another entry needs a folder', this.#paths.pathOf(node));
            }
            this.#bits[index] = bits | FOLDER;
        }
        this.#paths.seal();
        if (folds)
            checkFolding(this.#paths);
    }
    /** Sorts by offset and gives each entry its end. The exact fit is checked with the local header. */
    fillExtents(directoryOffset) {
        if (!this.#isInOrder) {
            this.#order = Uint32Array.from({ length: this.length }, (_, index) => index);
            this.#order.sort((a, b) => this.#offsets.get(a) - this.#offsets.get(b));
        }
        this.end = directoryOffset;
        const first = this.#offsetAt(0);
        if (first !== 0)
            throw new ArchiveError('structure', `${first} bytes stand before its first entry`);
        const last = this.length - 1;
        // First of all, or the entry before it would be blamed for the gap.
        if (last >= 0 && this.#offsetAt(last) > directoryOffset) {
            throw refuse('overlap', 'it begins beyond the directory', this.at(last).path);
        }
        // Of all but the last it is known already.
        for (let position = this.#fits ? Math.max(0, last) : 0; position <= last; position++) {
            const index = this.#order?.[position] ?? position;
            const span = this.#offsetAt(position + 1) - this.#offsets.get(index);
            const spare = span - LOCAL_SIZE - this.#nameLengths[index] - this.#compressed.get(index);
            if (spare < 0) {
                const into = position < last ? 'the next entry' : 'the directory';
                throw refuse('overlap', `it reaches into ${into}`, this.at(position).path);
            }
            if (spare > MAX_OVERHEAD)
                throw refuse('structure', 'bytes of no entry follow it', this.at(position).path);
        }
    }
    /** Says which are to be written: these files; all, and folders too, where `pick` is undefined. */
    pick(pick) {
        if (pick === undefined) {
            this.#picksAll = true;
            this.pickedLength = this.length;
            this.pickedBytes = this.#bytes;
            return;
        }
        for (let index = 0; index < this.length; index++) {
            const node = this.#nodes[index];
            const bits = this.#bits[index];
            if ((bits & FOLDER) !== 0 || !pick(this.#paths.pathOf(node)))
                continue;
            this.#bits[index] = bits | PICKED;
            this.#markParents(this.#paths.parentOf(node), IS_NEEDED);
            this.pickedLength++;
            this.pickedBytes += this.#uncompressed.get(index);
        }
    }
    isPicked(position) {
        return this.#picksAll || (this.#bits[this.#order?.[position] ?? position] & PICKED) !== 0;
    }
    /** The folders that what is picked needs, the outer before the inner. */
    *neededFolders() {
        const needed = this.#picksAll ? IS_FOLDER | IS_PARENT : IS_NEEDED;
        for (let node = 1; node <= this.#paths.size; node++) {
            if ((this.#paths.bitsOf(node) & needed) !== 0)
                yield this.#paths.pathOf(node);
        }
    }
    /** Its bytes in the archive: the first, and the first that is no longer of it. */
    extentAt(position) {
        return { start: this.#offsetAt(position), end: this.#offsetAt(position + 1) };
    }
    /** @param position in the order of offsets, from 0 */
    at(position) {
        const index = this.#order?.[position] ?? position;
        const bits = this.#bits[index];
        const path = this.#paths.pathOf(this.#nodes[index]);
        const name = (bits & SLASH) === 0 ? path : `${path}/`;
        return {
            path,
            kind: (bits & FOLDER) === 0 ? 'file' : 'folder',
            rawName: this.#rawNames.get(index) ?? (name.length === this.#nameLengths[index] ? name : latin1Of(name)),
            flags: this.#flags[index] ^ this.#firstFlags,
            method: (bits & entries_DEFLATED) === 0 ? 0 : 8,
            crc32: this.#crcs[index],
            compressedSize: this.#compressed.get(index),
            uncompressedSize: this.#uncompressed.get(index),
            mode: (bits & EXECUTABLE) === 0 ? 0o644 : 0o755,
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
        const bits = this.#paths.bitsOf(node) | bit;
        this.#paths.mark(node, bits);
        this.#hasClash ||= (bits & IS_FILE) !== 0 && (bits & (IS_FOLDER | IS_PARENT)) !== 0;
    }
    /** Marks a folder and those above it, up to one that is marked. */
    #markParents(folder, bit) {
        for (let node = folder; node !== ROOT && (this.#paths.bitsOf(node) & bit) === 0;) {
            this.#mark(node, bit);
            node = this.#paths.parentOf(node);
        }
    }
}
function checkFolding(paths) {
    const folded = new PathTree(paths.size);
    for (let node = 1; node <= paths.size; node++) {
        // Each adds one node, so both trees number them alike. Whole paths would take their depth squared.
        const other = folded.child(paths.parentOf(node), foldPath(paths.nameOf(node)));
        if (other === node)
            continue;
        const reason = `"${(0,printable/* printable */.g)(paths.pathOf(other))}" is the same name on this file system`;
        throw refuse('duplicate', reason, paths.pathOf(node));
    }
}
/** The bytes of a name in UTF-8, one character a byte. */
function latin1Of(name) {
    return Buffer.from(name).toString('latin1');
}
function refuse(refusal, reason, path) {
    return new ArchiveError(refusal, reason, { entry: (0,printable/* printable */.g)(path) });
}

;// CONCATENATED MODULE: ./lib/archive/directory.js





/** How much of the directory is read at once, in bytes. */
const SLICE = 1 << 20;
/** Name, extra fields and comment as long as can be. */
const LONGEST_HEADER = CENTRAL_SIZE + 3 * 0xffff;
/**
 * Reads the central directory, the authority on what an archive holds, and checks all that can be checked without the
 * entries' bytes: each header by itself, the paths together, and that the entries fill the file from its first byte to
 * the directory without sharing any. Entries come in the order of their offsets.
 *
 * @throws ArchiveError for whatever an archive must not be
 */
async function readDirectory(source, { platform, folds, onCount }) {
    const { entryCount, offset, size } = await readEndRecord(source);
    // No list is made on the archive's word: so many headers have to fit.
    if (entryCount * CENTRAL_SIZE > size) {
        throw new ArchiveError('structure', `its end record counts ${entryCount} entries, more than its directory can hold`);
    }
    onCount?.(entryCount);
    const entries = new Entries(entryCount);
    const end = offset + size;
    // Of each slice anew, some MB would wait to be collected.
    const memory = Buffer.allocUnsafe(Math.min(SLICE, size));
    for (let at = offset; at < end;) {
        const bytes = await source.read(at, Math.min(SLICE, end - at), memory);
        const slice = { ...sliceOf(bytes), start: at, isLast: at + bytes.length === end };
        at += addHeaders(slice, { entries, entryCount, platform });
    }
    if (entries.length !== entryCount) {
        throw new ArchiveError('structure', `its directory holds ${entries.length} entries, its end record counts ${entryCount}`);
    }
    entries.checkTree(folds);
    entries.fillExtents(offset);
    return entries;
}
/** Takes each header that is whole in a slice of the directory; at least one, or it throws. @returns how many bytes they are */
function addHeaders({ bytes, view, start, isLast }, { entries, entryCount, platform }) {
    const { length } = bytes;
    let at = 0;
    // The rest of the slice may be less than a header: the next slice begins with it.
    while (at < length && (isLast || length - at >= LONGEST_HEADER)) {
        const isHeader = length - at >= CENTRAL_SIZE && view.getUint32(at, true) === CENTRAL_SIGNATURE;
        if (!isHeader) {
            throw new ArchiveError('structure', `its directory has no entry at byte ${start + at}, where one should be`);
        }
        const end = at +
            CENTRAL_SIZE +
            view.getUint16(at + 28, true) +
            view.getUint16(at + 30, true) +
            view.getUint16(at + 32, true);
        if (end > length)
            throw new ArchiveError('structure', `its directory ends inside the entry at byte ${start + at}`);
        if (entries.length === entryCount)
            throw new ArchiveError('structure', 'its directory holds more than the end record counts');
        entries.add(parseCentralHeader({ bytes, view }, at, platform));
        at = end;
    }
    return at;
}

;// CONCATENATED MODULE: ./lib/archive/extract.js










/** What is no larger goes to a worker in runs of about so many bytes of the archive. */
const RUN = 1 << 20;
/** More of them would outlive collections in the thread that they go to. */
const RUN_ENTRIES = 500;
/** Less work than this is done here: a thread takes longer to start. In bytes and entries. */
const IN_PROCESS = 1 << 20;
const IN_PROCESS_ENTRIES = 200;
/** A worker is worth starting for so many bytes. */
const BYTES_A_WORKER = 4 << 20;
/** Folders are made so many in one go, so that signals are heard in between. */
const FOLDERS_AT_ONCE = 200;
const FOLDER_MODE = 0o755;
/**
 * Unpacks a zip archive into a folder. The whole directory is checked before the first file is made; every entry's local
 * header, descriptor, size and CRC-32 as it is read. What is written when it throws is for the caller to discard.
 *
 * @throws ArchiveError for what docs/DESIGN.md says an archive must not be; errors of the file system as they are
 */
async function extractArchive(options) {
    const archive = await (0,external_node_fs_promises_.open)(options.file);
    try {
        const { size } = await archive.stat();
        const plan = await planExtraction(new FileAccess(archive.fd, size), options);
        return await plan.extract({ descriptor: archive.fd }, options);
    }
    finally {
        await archive.close();
    }
}
/** Reads and checks an archive's directory, picks, checks the limits. Nothing is written yet. */
async function planExtraction(source, options) {
    const { to, pick, onCount, platform = process.platform } = options;
    const folds = options.folds ?? (await foldsNames(to));
    const entries = await readDirectory(source, { platform, folds, onCount });
    entries.pick(pick);
    await checkLimits(entries.pickedBytes, options);
    return new ExtractionPlan(entries, to);
}
/** What is to be unpacked, and where to. */
class ExtractionPlan {
    entries;
    to;
    #ranges;
    /** @param ranges where the picked entries lie, when the others are not there at all */
    constructor(entries, to, ranges) {
        this.entries = entries;
        this.to = to;
        this.#ranges = ranges;
    }
    /** Cuts the archive into jobs, in its own order, made one by one. What is not picked is checked too, where it is there. */
    *jobs() {
        const { entries } = this;
        const ranges = this.#ranges?.values();
        let range = ranges?.next().value;
        let run = { kind: 'run', entries: [], picked: [] };
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
            const isLarge = entry.compressedSize > MOST_WHOLE || entry.uncompressedSize > MOST_WHOLE;
            // By what it spans, not by what it holds: between picked entries there may be others.
            const spans = entry.end - (run.entries[0]?.offset ?? entry.offset);
            const isFull = spans > RUN || run.entries.length === RUN_ENTRIES;
            if (run.entries.length > 0 && (isLarge || isFull)) {
                yield run;
                run = { kind: 'run', entries: [], picked: [] };
            }
            if (isLarge) {
                yield { kind: isPicked ? 'large' : 'skip', entry };
                continue;
            }
            run.entries.push(entry);
            run.picked.push(isPicked);
        }
        if (run.entries.length > 0)
            yield run;
    }
    /** Makes the folders and unpacks the entries, from an open file or as they pass by. */
    async extract(from, { pool, signal }) {
        await makeFolders(this.entries.neededFolders(), this.to);
        signal?.throwIfAborted();
        const passing = 'ring' in from ? from : undefined;
        const bytes = 'ring' in from ? { memory: from.ring.memory } : from;
        const context = { bytes, to: this.to, umask: process.umask() };
        const jobs = this.jobs();
        const { length, end } = this.#extent;
        const work = Math.max(this.entries.pickedBytes, end);
        if (passing !== undefined || work > IN_PROCESS || length > IN_PROCESS_ENTRIES) {
            const count = Math.min(length, 1 + Math.floor(work / BYTES_A_WORKER));
            return await pool.run(jobs, { context, count, passing, signal });
        }
        const written = { files: 0, bytes: 0 };
        for (const job of jobs) {
            const { files, bytes: count } = await unpack(job, context);
            written.files += files;
            written.bytes += count;
        }
        return written;
    }
    /** How many entries are there, and where the last one ends. */
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
async function checkLimits(bytes, { to, maxExtractedSize }) {
    if (maxExtractedSize !== undefined && bytes > maxExtractedSize) {
        throw new ArchiveError('limit', `it unpacks to ${formatSize(bytes)}, and max-extracted-size is ${formatSize(maxExtractedSize)}`, { hint: 'Raise max-extracted-size if that is what it should hold, or pick files.' });
    }
    const { bavail, bsize } = await (0,external_node_fs_promises_.statfs)(to);
    if (bytes > bavail * bsize) {
        throw new ArchiveError('limit', `it unpacks to ${formatSize(bytes)}, and the disk has ${formatSize(bavail * bsize)} free`, {
            hint: 'Free some space, choose a path on another disk, or pick files.'
        });
    }
}
async function makeFolders(folders, to) {
    const setsMode = process.umask() !== (0o777 & ~FOLDER_MODE);
    let count = 0;
    for (const folder of folders) {
        const made = `${to}/${folder}`;
        (0,external_node_fs_.mkdirSync)(made);
        if (setsMode)
            (0,external_node_fs_.chmodSync)(made, FOLDER_MODE);
        if (++count % FOLDERS_AT_ONCE === 0)
            await (0,promises_.setImmediate)();
    }
}
/** Whether names that differ in case are one name where `folder` is. */
async function foldsNames(folder) {
    const probe = await (0,external_node_fs_promises_.mkdtemp)(external_node_path_.join(folder, 'case-'));
    try {
        return ((0,external_node_fs_.lstatSync)(external_node_path_.join(folder, external_node_path_.basename(probe).toUpperCase()), { throwIfNoEntry: false }) !==
            undefined);
    }
    finally {
        await (0,external_node_fs_promises_.rmdir)(probe);
    }
}

;// CONCATENATED MODULE: ./lib/archive/compact-ranges.js

/** A gap this small costs less than a request of its own, in bytes. */
const MERGED_GAP = 64 << 10;
/** What of an archive is needed for the picked entries alone. */
function compactRanges({ entries, to }) {
    const ranges = [];
    for (let position = 0; position < entries.length; position++) {
        if (!entries.isPicked(position))
            continue;
        const { start, end } = entries.extentAt(position);
        const last = ranges.at(-1);
        if (last !== undefined && start - last.end <= MERGED_GAP)
            last.end = end;
        else
            ranges.push({ start, end, to: last === undefined ? 0 : last.to + last.end - last.start });
    }
    return { ranges, plan: new ExtractionPlan(entries, to, ranges) };
}

;// CONCATENATED MODULE: ./lib/storage/remote-source.js
/** How much of the end is fetched at once, in bytes: the directory of some 2,000 entries. */
const SMALL_TAIL = 256 << 10;
/** Of what comes whole anyway: the directory of some 20,000 entries. */
const LARGE_TAIL = 2 << 20;
/** Random access to a blob by ranges. Its end, where an archive's directory is, is fetched once and kept. */
class RemoteSource {
    /** In bytes. */
    size;
    #reader;
    #signal;
    #tailStart;
    #tail;
    /** @param tail how much of the end, in bytes */
    constructor(reader, { size, tail, signal }) {
        this.#reader = reader;
        this.#signal = signal;
        this.size = size;
        this.#tailStart = Math.max(0, size - tail);
    }
    /** Exactly `length` bytes at `offset`, perhaps in the memory given. @throws StartOver, RequestError */
    async read(offset, length, into) {
        const end = offset + length;
        if (end <= this.#tailStart)
            return await this.#reader.bytes({ start: offset, end }, this.#signal, into);
        this.#tail ??= this.#reader.bytes({ start: this.#tailStart, end: this.size }, this.#signal);
        const inTail = (await this.#tail).subarray(Math.max(0, offset - this.#tailStart), end - this.#tailStart);
        if (offset >= this.#tailStart)
            return inTail;
        return Buffer.concat([
            await this.#reader.bytes({ start: offset, end: this.#tailStart }, this.#signal),
            inTail
        ]);
    }
}

// EXTERNAL MODULE: external "node:perf_hooks"
var external_node_perf_hooks_ = __webpack_require__(643);
;// CONCATENATED MODULE: ./lib/download/streaming/part-stream.js

/** What one request of several asks for, in bytes: at 60 MB/s 70 ms, so that 20 ms of latency cost little. */
const PART = 4 << 20;
/**
 * With one connection there is no one to share with: fewer requests, in bytes. Half a window, so that one part comes while
 * another is read.
 */
const LONE_PART = 12 << 20;
/** The readers are told of so much at once, in bytes: waking a thread costs as much as copying that. */
const STEP = 1 << 20;
/** How often it is looked whether the readers wait for bytes, and after how much waiting there is one connection more, in ms. */
const TICK = 20;
/** Readers that are this close behind the last byte wait for the network or are about to, in bytes: each holds one MiB or two. */
const CLOSE_BEHIND = 4 << 20;
/**
 * Streams a blob into a window in parts. It begins with one connection and takes another whenever the readers have
 * nothing to do and this thread has not either: on a fast network more of them gain nothing and cost memory, on a slow
 * one they are worth four times.
 */
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
        this.#parts = [{ at: 0, end: options.from }];
    }
    /** Takes the bytes of the first part, which the caller has asked for. */
    firstPart(chunk, position) {
        this.#take(this.#parts[0], chunk, position);
    }
    /**
     * Reads all the other parts.
     *
     * @param first the first part: settles when it has come
     * @throws StartOver, RequestError; no request is in flight any more when it throws
     */
    async read(first) {
        const { ring, size, stop } = this.#options;
        const running = new Set();
        let failure;
        let wake = () => { };
        const begin = (work) => {
            this.#open++;
            const tracked = work
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
            // While this thread has other things to do, more connections would only be more to do.
            const now = external_node_perf_hooks_.performance.eventLoopUtilization();
            const { active } = external_node_perf_hooks_.performance.eventLoopUtilization(now, loop);
            loop = now;
            // Of a tick that came late, nobody knows whether this thread waited for the network or for a core.
            waited = this.#isSlow ? waited + Math.max(0, TICK - active) : 0;
            if (waited < TICK || this.#connections >= this.#options.concurrency)
                return;
            waited -= TICK;
            this.#connections++;
            wake();
        }, TICK);
        // While the first part comes; where that fails, the requests to come tell why.
        void this.#reader.prepare().catch(() => { });
        try {
            begin(first);
            // After a failure, which ends the others, they are waited for all the same.
            while ((failure === undefined && this.#next < size) || running.size > 0) {
                while (failure === undefined && this.#mayBegin())
                    begin(this.#readPart());
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
    /** Whether the network is what is waited for: by the readers, or, where none has begun yet, by an empty room. */
    get #isSlow() {
        const { ring } = this.#options;
        if (ring.received - ring.released < CLOSE_BEHIND)
            return true;
        return ring.released === 0 && this.#hasRoom;
    }
    get #hasRoom() {
        const { ring, size } = this.#options;
        return ring.hasRoomTo(Math.min(this.#next + this.#partSize, size));
    }
    #mayBegin() {
        return this.#open < this.#connections && this.#next < this.#options.size && this.#hasRoom;
    }
    get #partSize() {
        return this.#connections === 1 ? LONE_PART : PART;
    }
    async #readPart() {
        const part = { at: this.#next, end: Math.min(this.#next + this.#partSize, this.#options.size) };
        this.#next = part.end;
        this.#parts.push(part);
        await this.#reader.readInto(position => this.#options.ring.roomAt(position), { start: part.at, end: part.end }, (chunk, position) => this.#take(part, chunk, position), this.#options.stop.signal);
    }
    #take(part, chunk, position) {
        const { ring } = this.#options;
        ring.write(position, chunk);
        part.at = position + chunk.length;
        const isWhole = part.at === part.end;
        if (part !== this.#parts[0] || (!isWhole && part.at - ring.received < STEP))
            return;
        while (this.#parts.length > 0 && this.#parts[0]?.at === this.#parts[0]?.end)
            this.#parts.shift();
        ring.advance(this.#parts[0]?.at ?? this.#next);
    }
}

;// CONCATENATED MODULE: ./lib/download/streaming/ring-buffer-file.js
const ring_buffer_file_STEP = 1 << 20;
/**
 * Writes the stream that goes through a window into a file, in order.
 *
 * @throws the file system's errors
 */
async function writeWindow(file, { ring, consumer, size, signal }) {
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
/**
 * Writes all of a buffer; a disk that fills up may take a part first.
 *
 * @param position in the file, in bytes; null: where the write before ended
 */
async function writeAll(file, buffer, position) {
    for (let written = 0; written < buffer.length;) {
        const at = position === null ? null : position + written;
        const { bytesWritten } = await file.write(buffer, written, buffer.length - written, at);
        written += bytesWritten;
    }
}

;// CONCATENATED MODULE: ./lib/download/ranges.js








/**
 * Unpacks the picked files of an archive in storage: only its end, its directory and the entries wanted travel, into a
 * file that holds nothing else.
 *
 * @throws ArchiveError, StartOver, RequestError, errors of the file system
 */
async function fetchParts(reader, options) {
    const { size, work, pool, concurrency, stop, onPlan } = options;
    const { signal } = stop;
    const whole = await planExtraction(new RemoteSource(reader, { size, tail: SMALL_TAIL, signal }), options);
    const { ranges, plan } = compactRanges(whole);
    onPlan(ranges.reduce((bytes, { start, end }) => bytes + end - start, 0));
    const file = await (0,external_node_fs_promises_.open)(external_node_path_.join(work, 'parts'), 'wx+');
    try {
        await forEachConcurrently(ranges_piecesOf(ranges), concurrency, async ({ start, end, to }) => {
            const write = (chunk, position) => writeAll(file, chunk, to + position - start);
            try {
                await reader.read({ start, end }, write, stop.signal);
            }
            catch (error) {
                // The others need not come any more.
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
/** Cut to what one request asks for, so that several connections share a large file. */
function* ranges_piecesOf(ranges) {
    for (const { start, end, to } of ranges) {
        for (let at = start; at < end; at += PART)
            yield { start: at, end: Math.min(end, at + PART), to: to + at - start };
    }
}

;// CONCATENATED MODULE: ./lib/download/staging-folders.js
/** Gives `fill` its folders. The staging folder outlives it only when something came of it. */
async function inFolders(target, fill) {
    const work = await target.stage();
    let staging;
    let filled;
    try {
        staging = await target.stage();
        filled = await fill({ work: work.folder, to: staging.folder });
        return filled && { ...filled, staging };
    }
    finally {
        if (filled === undefined)
            await staging?.remove();
        await work.remove();
    }
}

;// CONCATENATED MODULE: ./lib/concurrency/all-or-abort.js
/**
 * Waits for works that need each other. The first failure ends the others through `stop`, and is thrown once all have
 * ended: nothing goes on behind the caller's back.
 */
async function allOrAbort(stop, works) {
    const failures = [];
    const results = await Promise.all(works.map(async (work) => {
        try {
            return await work;
        }
        catch (error) {
            failures.push(error);
            stop.abort(error);
            return undefined;
        }
    }));
    if (failures.length > 0)
        throw failures[0];
    return results;
}

;// CONCATENATED MODULE: ./lib/download/streaming/hasher.js



/** What is smaller is hashed here: a thread takes longer to start than it saves. In bytes. */
const WORTH_A_THREAD = 256 << 20;
/**
 * Hashes the stream that goes through a window, which waits for it.
 *
 * @returns lower-case hex of the SHA-256 of the whole stream; nothing reads the window any more when it settles
 * @throws the signal's reason, or ActionError for a thread that died
 */
function hashWindow(ring, options) {
    const { size, signal } = options;
    const hash = size < WORTH_A_THREAD ? hashHere : hashInThread;
    const hashed = signal.aborted ? Promise.reject(signal.reason) : hash(ring, options);
    // Who waits for it may have another error first.
    hashed.catch(() => { });
    return hashed;
}
function hashHere(ring, { size, signal, after }) {
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
    const thread = new external_node_worker_threads_.Worker(workerUrl, {
        workerData: { memory: ring.memory, size },
        resourceLimits: { maxYoungGenerationSizeMb: 1 }
    });
    const onAbort = () => void thread.terminate();
    signal.addEventListener('abort', onAbort);
    return new Promise((resolve, reject) => {
        let sha256;
        const fail = (what) => reject(new action_error/* ActionError */.lZ('internal', `The hashing thread ${what}`));
        thread.on('message', (message) => {
            if ('readTo' in message)
                consumer.release(message.readTo);
            else
                sha256 = message.sha256;
        });
        thread.on('error', error => fail(`died: ${error.message}`));
        thread.on('exit', code => {
            signal.removeEventListener('abort', onAbort);
            if (sha256 !== undefined)
                resolve(sha256);
            else if (signal.aborted)
                reject(signal.reason);
            else
                fail(`ended with code ${code}`);
        });
    });
}

;// CONCATENATED MODULE: ./lib/download/streaming/streaming-download.js










/** What is on its way between connections and threads, in bytes: six parts, some on their way and some that are read. */
const streaming_download_WINDOW = 24 << 20;
/** A large blob on its way through memory: hashed in order, and written or unpacked, while it comes in parts. */
class StreamingDownload {
    size;
    #reader;
    #stop;
    #ring;
    #rings;
    #stream;
    /** Lower-case hex. */
    #sha256;
    /** The hash need not begin before the readers do, who hold the window until then. */
    #readersBegin = () => { };
    constructor(reader, { size, first, concurrency, workerUrl, rings, stop }) {
        this.size = size;
        this.#reader = reader;
        this.#stop = stop;
        // The one before has failed. Node 20 does not count shared memory as something to collect.
        if (rings.free === undefined && rings.hasMade)
            collectAll();
        rings.hasMade = true;
        const ring = new SharedRingBuffer(streaming_download_WINDOW, rings.free);
        // Not given back after a failure: who knows what still comes.
        rings.free = undefined;
        this.#rings = rings;
        this.#ring = ring;
        this.#stream = new PartStream(reader, { ring, size, from: first, concurrency, stop });
        const after = new Promise(resolve => {
            this.#readersBegin = resolve;
        });
        this.#sha256 = hashWindow(ring, { size, workerUrl, signal: stop.signal, after });
    }
    /** Takes the bytes of the first request. */
    firstPart = (chunk, position) => this.#stream.firstPart(chunk, position);
    /**
     * Writes it into a file.
     *
     * @param opening settles when the first request has ended
     * @returns lower-case hex of the SHA-256
     */
    async write(opening, file) {
        const ring = this.#ring;
        // Before anything is waited for: the window is not to move on without it.
        const consumer = ring.consumer();
        this.#readersBegin();
        const handle = await (0,external_node_fs_promises_.open)(file, 'wx');
        try {
            const { size } = this;
            const writing = writeWindow(handle, { ring, consumer, size, signal: this.#stop.signal });
            const [sha256] = await allOrAbort(this.#stop, [this.#sha256, this.#stream.read(opening), writing]);
            this.#rings.free = ring.memory.bytes;
            return sha256;
        }
        finally {
            await handle.close();
        }
    }
    /**
     * Unpacks it as it passes by: the directory is fetched first, from the end.
     *
     * @param opening settles when the first request has ended
     * @param mustHash whether an archive that is refused is hashed to its end all the same
     * @returns the refusal, with the SHA-256 of all bytes where they had to be hashed; or what was unpacked
     */
    async unpack(opening, options) {
        const extraction = this.#extract(options).catch((error) => {
            // A limit is no word on whose bytes they are: no more of them need come.
            if (error instanceof ArchiveError && error.refusal !== 'limit' && options.mustHash)
                return error;
            throw error;
        });
        try {
            const works = [this.#sha256, extraction, this.#stream.read(opening)];
            const [sha256, outcome] = await allOrAbort(this.#stop, works);
            this.#rings.free = this.#ring.memory.bytes;
            return { sha256, outcome };
        }
        catch (error) {
            if (error instanceof ArchiveError)
                return { sha256: undefined, outcome: error };
            throw error;
        }
    }
    /** A directory is about 1 or 2 % of an archive of small files. */
    get #tail() {
        return Math.max(SMALL_TAIL, Math.min(LARGE_TAIL, Math.ceil(this.size / 50)));
    }
    async #extract({ pool, ...options }) {
        const { signal } = this.#stop;
        const consumer = this.#ring.consumer();
        try {
            const source = new RemoteSource(this.#reader, { size: this.size, tail: this.#tail, signal });
            const plan = await planExtraction(source, { ...options, onCount: entries => pool.prepare(entries) });
            this.#readersBegin();
            return await plan.extract({ ring: this.#ring, consumer }, { pool, signal });
        }
        finally {
            // The hash goes on without it.
            consumer.release(this.size);
            this.#readersBegin();
        }
    }
}

;// CONCATENATED MODULE: ./lib/download/verify.js




/** Whether the bytes are those that the API promised; undefined where it gave no digest. */
function digestAgrees({ digest }, sha256) {
    return digest ? digest.toLowerCase() === `sha256:${sha256}` : undefined;
}
/** Does with a digest that disagrees what `digest-mismatch` says. @throws ActionError with code `digest-mismatch` */
function handleDigest(artifact, { sha256, digestMismatch, report }) {
    const agrees = digestAgrees(artifact, sha256);
    if (agrees === undefined)
        report.debug(`${(0,github_artifact/* titleOf */.Gg)(artifact)}: the server gives no digest`);
    if (agrees !== false)
        return;
    const message = `${(0,github_artifact/* titleOf */.Gg)(artifact)}: the digest of what came (sha256:${sha256}) is not the one that the API gave (${(0,printable/* printable */.g)(artifact.digest ?? '')})`;
    switch (digestMismatch) {
        case 'error':
            throw new action_error/* ActionError */.lZ('digest-mismatch', message, {
                hint: 'Do not trust these bytes. Run the step again; if it stays so, something between storage and this runner changes them.'
            });
        case 'warn':
            report.warning(message);
            break;
        case 'info':
            report.info(message);
            break;
        case 'ignore':
    }
}
/**
 * The error for an archive that is not taken. What is no archive at all, and not what the API promised either, is
 * perhaps an error page on the way: worth another try. So is what ends early where nobody said how long it is (`isCut`).
 */
function refusalOf(artifact, { error, digestAgreed, isCut = false }) {
    return new RequestError('archive-refused', `${(0,github_artifact/* titleOf */.Gg)(artifact)} is refused: ${error.message}`, {
        hint: error.hint ??
            'Nothing of it was written. Look at the run that made it before you trust anything in it.',
        cause: error,
        retryable: (error.refusal === 'not-a-zip' || (isCut && error.refusal === 'truncated')) && digestAgreed !== true
    });
}

// EXTERNAL MODULE: ./lib/install/retry-busy.js
var retry_busy = __webpack_require__(3843);
;// CONCATENATED MODULE: ./lib/download/check-name.js



/**
 * Checks a name that comes from an artifact and is to become a folder or a file.
 *
 * @param whose as it reads after "the name of": `the artifact`
 * @throws ActionError with code `artifact-name-invalid`
 */
function checkName(name, whose) {
    const problem = checkSegment(name, process.platform);
    if (problem === undefined)
        return;
    throw new action_error/* ActionError */.lZ('artifact-name-invalid', `The name of ${whose}, "${(0,printable/* printable */.g)(name)}", cannot be a file name: ${problem.reason}`, {
        hint: 'Give one exact name or id, whose files go straight into path, or use merge-multiple.'
    });
}

;// CONCATENATED MODULE: ./lib/download/whole-file.js












/** What is unpacked, and as what limits allow. */
function planOptions({ files, maxExtractedSize }, to) {
    return { to, pick: files, maxExtractedSize };
}
/** Makes of artifacts whose bytes are in a file what the user asked for, in a staging folder. */
class WholeFiles {
    #inputs;
    #services;
    #pool;
    #cache;
    #limit;
    constructor({ inputs, services, pool, cache, limit }) {
        this.#inputs = inputs;
        this.#services = services;
        this.#pool = pool;
        this.#cache = cache;
        this.#limit = limit;
    }
    /**
     * Verifies, unpacks, and keeps in the cache.
     *
     * @throws ActionError with code `digest-mismatch` or `archive-refused`, or an error of the file system
     */
    async take(artifact, { whole, facts, work, to }) {
        const digestAgreed = digestAgrees(artifact, whole.sha256);
        const isRaw = rawFileName(artifact.name, facts) !== undefined;
        const error = isRaw || digestAgreed === true ? undefined : await fileIsNoArchive(whole.file);
        if (error !== undefined)
            throw refusalOf(artifact, { error, digestAgreed });
        this.handleDigest(artifact, whole.sha256);
        const unpacked = await this.unpack(artifact, { whole, facts, to, digestAgreed });
        if (digestAgreed !== false)
            await this.#keep(artifact, { whole, facts, work });
        return { ...unpacked, digestAgreed, fromCache: false };
    }
    /** Does with a digest that disagrees what `digest-mismatch` says. */
    handleDigest(artifact, sha256) {
        const { digestMismatch } = this.#inputs;
        handleDigest(artifact, { sha256, digestMismatch, report: this.#services.report });
    }
    /** The name of the one file that the artifact stays; undefined when it is to be unpacked. */
    keptAs({ name }, facts) {
        return rawFileName(name, facts) ?? (this.#inputs.skipDecompress ? `${name}.zip` : undefined);
    }
    /** Of bytes that are verified already. */
    async unpack(artifact, options) {
        const { whole, facts, to, digestAgreed } = options;
        const { files: pick } = this.#inputs;
        const keptAs = this.keptAs(artifact, facts);
        const isCut = facts.size === undefined;
        if (keptAs !== undefined) {
            checkName(keptAs, 'its file');
            const isRaw = rawFileName(artifact.name, facts) !== undefined;
            const error = isRaw || digestAgreed === true ? undefined : await wrongEndOf(whole.file);
            if (error !== undefined)
                throw refusalOf(artifact, { error, digestAgreed, isCut });
            if (pick && !pick(keptAs))
                return { files: 0, bytes: 0 };
            const place = external_node_path_.join(to, keptAs);
            const { file } = whole;
            await (this.#cache === undefined ? (0,retry_busy/* retryBusy */.O)(() => (0,external_node_fs_promises_.rename)(file, place)) : (0,external_node_fs_promises_.copyFile)(file, place));
            return { files: 1, bytes: whole.bytes };
        }
        try {
            const { signal } = this.#services;
            const plan = planOptions(this.#inputs, to);
            const options = { ...plan, file: whole.file, pool: this.#pool, signal };
            return await this.#limit(() => extractArchive(options));
        }
        catch (error) {
            throw error instanceof ArchiveError ? refusalOf(artifact, { error, digestAgreed, isCut }) : error;
        }
    }
    /** A cache that cannot be written costs time, not the step. */
    async #keep(artifact, { whole, facts, work }) {
        if (this.#cache === undefined)
            return;
        const { contentType, contentDisposition } = facts;
        const kept = { sha256: whole.sha256, contentType, contentDisposition };
        try {
            await this.#cache.store(artifact, { file: whole.file, facts: kept, work });
        }
        catch (error) {
            const why = (0,printable/* printable */.g)((0,action_error/* messageOf */.bD)(error));
            this.#services.report.warning(`${(0,github_artifact/* titleOf */.Gg)(artifact)} could not be kept in the tool cache: ${why}`);
        }
    }
}

;// CONCATENATED MODULE: ./lib/download/artifact-download.js





















/** What is smaller comes whole in one request. In bytes. */
const WHOLE = 8 << 20;
/** With `files`: what the first request asks for, and what is not worth asking for in parts. In bytes. */
const FIRST_LOOK = 64 << 10;
const SMALL = 1 << 20;
/** Archives whose directories are in memory at once: at 64, of 50,000 files each, they took 390 MB. */
const DIRECTORIES = 8;
/**
 * Gets artifacts into staging folders: transferred, verified, unpacked. A large archive is hashed and unpacked while it
 * comes; of one of which `files` are wanted only these travel; all others go through a file.
 */
class ArtifactDownloader {
    /** Bytes received from storage, those of failed tries too. */
    transferredBytes = 0;
    #inputs;
    #services;
    #client;
    #rings = {};
    #pool;
    #cache;
    #files;
    #progress;
    /** One window at a time: a large artifact takes every connection that it can use. */
    #oneStream = (0,p_limit/* default */.A)(1);
    #fewDirectories = (0,p_limit/* default */.A)(DIRECTORIES);
    /** @param artifacts all that will be fetched, for the progress that it tells */
    constructor(inputs, services, artifacts) {
        this.#inputs = inputs;
        this.#services = services;
        this.#client = new StorageClient(inputs.stallTimeout, line => services.report.debug(line));
        this.#pool = new WorkerPool({ workerUrl: services.workerUrl });
        const { apiUrl, repository, cache } = inputs;
        if (cache && ArchiveCache.isThere())
            this.#cache = new ArchiveCache(`${apiUrl} ${(0,github_repository/* fullName */.fq)(repository)}`);
        else if (cache)
            services.report.warning('cache: this runner has no tool cache (RUNNER_TOOL_CACHE is not set)');
        const limit = this.#fewDirectories;
        this.#files = new WholeFiles({ inputs, services, pool: this.#pool, cache: this.#cache, limit });
        this.#progress = new Progress(artifacts.map(({ id, size_in_bytes: size }) => [id, inputs.files ? undefined : size]), line => services.report.info(line));
    }
    async close() {
        this.#progress.close();
        this.#client.close();
        await this.#pool.close();
    }
    /**
     * Fills a new staging folder, which is the caller's to remove.
     *
     * @throws ActionError, or an error of the file system; then nothing is left
     */
    async fetch(artifact, target) {
        const cached = await this.#cache?.find(artifact);
        const found = cached && (await inFolders(target, folders => this.#fromCache(artifact, cached, folders)));
        if (found !== undefined) {
            this.#progress.expect(artifact.id, 0);
            return found;
        }
        let ranges = true;
        const fetched = await this.#services.queue.retry(async () => {
            const reader = this.#blobOf(artifact, ranges);
            try {
                // Each try has folders of its own: what an earlier one left is nobody's.
                return await inFolders(target, folders => this.#fromStorage(artifact, reader, folders));
            }
            catch (error) {
                if (!(error instanceof StartOver))
                    throw error;
                // Once: that the server serves no ranges is learned, not a failure.
                const nextTry = ranges && !error.ranges ? 'free' : 'counted';
                ranges &&= error.ranges;
                throw storageError((0,github_artifact/* titleOf */.Gg)(artifact), error.why, { nextTry });
            }
        });
        if (fetched === undefined)
            throw new TypeError('nothing fetched, and no error');
        return fetched;
    }
    async #fromCache(artifact, cached, { work, to }) {
        const { report, signal } = this.#services;
        const sink = new FileSink(external_node_path_.join(work, 'archive'));
        try {
            await readThrough(cached.file, chunk => sink.write(chunk));
            const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() };
            const digestAgreed = digestAgrees(artifact, whole.sha256);
            if (whole.sha256 !== cached.sha256 || digestAgreed === false)
                throw new Error('its bytes have changed');
            const unpacked = await this.#files.unpack(artifact, { whole, facts: cached, to, digestAgreed });
            return { ...unpacked, digestAgreed, fromCache: true };
        }
        catch (error) {
            await sink.discard();
            signal.throwIfAborted();
            if (error instanceof action_error/* ActionError */.lZ && !isDamage(error))
                throw error;
            const why = (0,printable/* printable */.g)((0,action_error/* messageOf */.bD)(error));
            report.info(`${(0,github_artifact/* titleOf */.Gg)(artifact)}: its entry in the tool cache is left aside: ${why}`);
            return undefined;
        }
    }
    #blobOf(artifact, ranges) {
        const { artifacts, queue, report, signal } = this.#services;
        const mask = (url) => {
            for (const secret of secretsOf(url))
                report.secret(secret);
        };
        return new RangeReader({
            label: (0,github_artifact/* titleOf */.Gg)(artifact),
            issueUrl: async () => {
                const url = await artifacts.downloadUrl(artifact);
                mask(url);
                return url;
            },
            onRedirect: mask,
            ranges,
            client: this.#client,
            queue,
            signal,
            onBytes: count => {
                this.transferredBytes += count;
                this.#progress.add(count);
            }
        });
    }
    async #fromStorage(artifact, reader, folders) {
        const isLarge = this.#inputs.files === undefined && artifact.size_in_bytes > WHOLE;
        // How many entries it has will be known when the first thread is there.
        if (isLarge && !this.#inputs.skipDecompress)
            this.#pool.prepare(1);
        return await (isLarge
            ? this.#oneStream(() => this.#transfer({ artifact, reader, ...folders, mayStream: true }))
            : this.#transfer({ artifact, reader, ...folders, mayStream: false }));
    }
    async #transfer(attempt) {
        const { reader } = attempt;
        const { signal } = this.#services;
        const stop = new AbortController();
        // More than ten requests may be in flight.
        (0,external_node_events_.setMaxListeners)(0, stop.signal);
        const onAbort = () => stop.abort(signal.reason);
        signal.addEventListener('abort', onAbort);
        const first = this.#inParts ? (attempt.artifact.size_in_bytes > SMALL ? FIRST_LOOK : SMALL) : WHOLE;
        let way;
        let opening = Promise.resolve();
        try {
            way = await new Promise((resolve, reject) => {
                const choose = (facts) => {
                    const { way, sink } = this.#wayFor(facts, { ...attempt, first, stop });
                    resolve(way);
                    return sink;
                };
                opening = reader.open(first, choose, stop.signal);
                opening.catch(reject);
            });
            if (way.kind !== 'parts' && way.facts.size !== undefined) {
                this.#progress.expect(attempt.artifact.id, way.facts.size);
            }
            if (way.kind === 'streaming')
                return await this.#throughStream(attempt, { ...way, opening });
            await opening;
            if (way.kind === 'parts')
                return await this.#throughParts(attempt, { size: way.size, stop });
            const { sink, facts } = way;
            const end = facts.size ?? 0;
            if (facts.ranges && end > first)
                await reader.read({ start: first, end }, chunk => sink.write(chunk));
            return await this.#throughFile(attempt, way);
        }
        catch (error) {
            releaseStackFrames(error);
            throw error;
        }
        finally {
            signal.removeEventListener('abort', onAbort);
            stop.abort(new Error('given up'));
            await opening.catch(() => { });
            if (way?.kind === 'file')
                await way.sink.discard();
        }
    }
    /** Whether only what `files` picks is to travel. An archive that is to be kept travels whole. */
    get #inParts() {
        return this.#inputs.files !== undefined && this.#cache === undefined;
    }
    #wayFor(facts, options) {
        const { artifact, reader, work, first, stop, mayStream } = options;
        const { size, ranges } = facts;
        if (ranges && size !== undefined && size > first) {
            if (this.#inParts && size > SMALL && rawFileName(artifact.name, facts) === undefined) {
                return { way: { kind: 'parts', size }, sink: () => { } };
            }
            if (mayStream) {
                const { concurrency } = this.#services.queue;
                const workerUrl = new URL('hash-worker.js', this.#services.workerUrl);
                const rings = this.#rings;
                const transfer = new StreamingDownload(reader, { size, first, concurrency, workerUrl, rings, stop });
                return { way: { kind: 'streaming', transfer, facts }, sink: transfer.firstPart };
            }
        }
        const sink = new FileSink(external_node_path_.join(work, 'archive'));
        return { way: { kind: 'file', sink, facts }, sink: chunk => sink.write(chunk) };
    }
    /** All of it is in a file: verified, then unpacked. */
    async #throughFile({ artifact, work, to }, { sink, facts }) {
        const whole = { file: sink.file, bytes: sink.bytes, sha256: await sink.end() };
        return await this.#files.take(artifact, { whole, facts, work, to });
    }
    /** It passes through a window: hashed, and unpacked or written, while it comes. */
    async #throughStream({ artifact, work, to }, { transfer, facts, opening }) {
        if (this.#cache !== undefined || this.#files.keptAs(artifact, facts) !== undefined) {
            const file = external_node_path_.join(work, 'archive');
            const whole = { file, bytes: transfer.size, sha256: await transfer.write(opening, file) };
            return await this.#files.take(artifact, { whole, facts, work, to });
        }
        // What the archive must not be is told once it is known to be the right one.
        const mustHash = Boolean(artifact.digest) && this.#inputs.digestMismatch !== 'ignore';
        const options = { ...planOptions(this.#inputs, to), pool: this.#pool, mustHash };
        const { sha256, outcome } = await transfer.unpack(opening, options);
        const digestAgreed = sha256 === undefined ? undefined : digestAgrees(artifact, sha256);
        const refusal = outcome instanceof ArchiveError ? refusalOf(artifact, { error: outcome, digestAgreed }) : undefined;
        if (refusal?.retryable)
            throw refusal;
        if (sha256 !== undefined)
            this.#files.handleDigest(artifact, sha256);
        if (outcome instanceof ArchiveError)
            throw refusal;
        return { ...outcome, digestAgreed, fromCache: false };
    }
    /** Only what `files` picks travels: the digest of the whole cannot be checked. */
    async #throughParts({ artifact, reader, work, to }, { size, stop }) {
        const { queue, report } = this.#services;
        const options = {
            ...planOptions(this.#inputs, to),
            size,
            work,
            pool: this.#pool,
            concurrency: queue.concurrency,
            stop,
            onPlan: (bytes) => this.#progress.expect(artifact.id, bytes)
        };
        try {
            const extraction = await this.#fewDirectories(() => fetchParts(reader, options));
            if (artifact.digest && extraction.files > 0) {
                report.info(`${(0,github_artifact/* titleOf */.Gg)(artifact)}: only the picked files travelled, so its digest is not checked; their CRC-32 and the archive's structure are`);
            }
            return { ...extraction, digestAgreed: undefined, fromCache: false };
        }
        catch (error) {
            throw error instanceof ArchiveError ? refusalOf(artifact, { error, digestAgreed: undefined }) : error;
        }
    }
}
/**
 * Until its stack is first read, an error holds all that its frames had at hand: a window of 24 MiB too, for as long as
 * the step remembers what failed.
 */
function releaseStackFrames(error) {
    for (let held = error; held instanceof Error; held = held.cause)
        void held.stack;
}
/** Whether a cached archive is not what it was: it was taken once, so only a limit may be another now. */
function isDamage({ cause }) {
    return cause instanceof ArchiveError && cause.refusal !== 'limit';
}

;// CONCATENATED MODULE: ./lib/download/layout.js
/**
 * The folders under `path` that an artifact's files go into: none when exactly one name or exactly one id was asked for
 * or all are merged, else `NAME`, or `NAME/ID` where several artifacts of a name may come. However many match: a
 * pattern that matches one artifact still makes its folder.
 */
function foldersOf({ name, id }, { mergeMultiple, names, ids, latest }) {
    if (mergeMultiple || ids.length === 1)
        return [];
    if (!latest)
        return [name, String(id)];
    return names.length === 1 ? [] : [name];
}

;// CONCATENATED MODULE: ./lib/download/unmatched-globs.js

/** So many paths are kept in mind, if they are no longer (in characters): an archive may have a million. */
const MAX_PATHS = 1000;
const MAX_LENGTH = 300;
function remembering(globs) {
    const paths = new Set();
    const matches = (path) => {
        const isMatch = globs(path);
        if (!isMatch && paths.size < MAX_PATHS && path.length <= MAX_LENGTH)
            paths.add(path);
        return isMatch;
    };
    const wanted = globs.lines?.find(line => !line.startsWith('!')) ?? '';
    return {
        matches: Object.assign(matches, globs.lines && { lines: globs.lines }),
        missed: () => (0,similar_names/* similarNames */.q)(wanted, paths)
    };
}

// EXTERNAL MODULE: ./lib/install/disk-error.js
var disk_error = __webpack_require__(5997);
// EXTERNAL MODULE: ./lib/install/target.js + 10 modules
var install_target = __webpack_require__(3938);
;// CONCATENATED MODULE: ./lib/operations/download.js




















/** Of fewer bytes a rate says more about the requests than about the line. */
const WORTH_RATE = 1_000_000;
/**
 * `download`: each artifact is fetched, verified and unpacked out of sight, and becomes visible whole or not at all. One
 * failure does not stop the others.
 */
async function download(inputs, services) {
    const downloads = {
        path: inputs.path,
        placed: [],
        failed: [],
        files: 0,
        transferredBytes: 0,
        cacheHits: 0
    };
    // The outputs of a download are there however early it fails.
    const result = { operation: inputs.operation, selected: [], downloads };
    if (inputs.deleteAfter)
        result.deletions = noDeletions([]);
    try {
        const { selected, failure } = await selectArtifacts(inputs, services);
        result.selected = selected;
        if (inputs.deleteAfter)
            result.deletions = noDeletions(selected);
        if (failure)
            return { ...result, failure };
        const started = performance.now();
        const globs = inputs.files && remembering(inputs.files);
        const work = new Download({ ...inputs, files: globs?.matches }, services, downloads);
        const title = plural(selected.length, 'artifact');
        await withLogGroup(services.report, { title, lines: selected.length }, () => work.run(selected));
        if (globs)
            noteNothingPicked(globs, downloads, services);
        noteNoDigest(inputs, downloads, services);
        reportResult(downloads, selected, { elapsed: performance.now() - started, report: services.report });
        const failed = failure_failureOf('download', selected.length, downloads.failed);
        if (inputs.deleteAfter)
            result.deletions = await deleteDownloaded(downloads, services);
        const notDeleted = result.deletions && deletionFailure(result.deletions, selected.length);
        const error = bothOf(failed, notDeleted);
        return { ...result, ...(error && { failure: error }) };
    }
    catch (error) {
        return { ...result, failure: (0,action_error/* asActionError */.z6)(error) };
    }
}
class Download {
    #inputs;
    #services;
    #downloads;
    #label = labelsOf([]);
    /** Messages of failures so far. */
    #told = new Set();
    constructor(inputs, services, downloads) {
        this.#inputs = inputs;
        this.#services = services;
        this.#downloads = downloads;
    }
    async run(selected) {
        this.#label = labelsOf(selected);
        const target = await (0,install_target/* openTarget */.Ap)(this.#inputs.path);
        const downloader = new ArtifactDownloader(this.#inputs, this.#services, selected);
        const unbind = boundYoung();
        try {
            await this.#fetchAll(selected, { target, downloader });
        }
        finally {
            unbind();
            this.#downloads.transferredBytes = downloader.transferredBytes;
            await downloader.close();
            await target.close();
        }
        this.#downloads.placed.sort((a, b) => (0,github_artifact/* newestFirst */.ll)(a.artifact, b.artifact));
    }
    async #fetchAll(selected, { target, downloader }) {
        // Where paths of two artifacts may meet, the oldest comes first so that the newest wins, and a conflict is found
        // before anything becomes visible.
        const stageAll = this.#inputs.mergeMultiple || this.#inputs.onConflict === 'error';
        const staged = [];
        await forEachConcurrently(selected.toReversed(), this.#services.queue.concurrency, async (artifact) => {
            const ready = await this.#tried(artifact, () => this.#stage(artifact, { target, downloader }));
            if (ready === undefined)
                return;
            if (stageAll)
                staged.push(ready);
            else
                await this.#install([ready], target);
        });
        if (stageAll && staged.length > 0) {
            staged.sort((a, b) => a.artifact.id - b.artifact.id);
            await this.#install(staged, target);
        }
    }
    /** The artifact's files in a private folder beside the target, verified; nothing is left of it when that fails. */
    async #stage(artifact, { target, downloader }) {
        const into = foldersOf(artifact, {
            ...this.#inputs,
            ids: this.#inputs.place.kind === 'ids' ? this.#inputs.place.ids : []
        });
        for (const segment of into)
            checkName(segment, 'the artifact');
        const { files, bytes, digestAgreed, fromCache, staging } = await downloader.fetch(artifact, target);
        if (fromCache)
            this.#downloads.cacheHits++;
        return {
            artifact,
            tree: { folder: staging.folder, into, label: (0,printable/* printable */.g)(artifact.name) },
            staging,
            files,
            extractedSize: bytes,
            digestAgreed,
            folder: external_node_path_.join(this.#inputs.path, ...into)
        };
    }
    async #install(staged, target) {
        const { onConflict } = this.#inputs;
        try {
            const trees = staged.map(({ tree }) => tree);
            const { files: written } = await target.install(trees, { onConflict });
            this.#downloads.files += written;
            this.#downloads.placed.push(...staged);
            for (const { artifact, files, extractedSize, folder } of staged) {
                const inside = external_node_path_.relative(this.#inputs.path, folder);
                this.#services.report.info(`  ${this.#label(artifact)}  → ${plural(files, 'file')}, ${formatSize(extractedSize)}${inside === '' ? '' : `, in ${(0,printable/* printable */.g)(inside)}`}`);
            }
        }
        catch (thrown) {
            const error = (0,action_error/* asActionError */.z6)(thrown);
            for (const { artifact } of staged)
                this.#failed(artifact, error);
        }
        finally {
            for (const { staging } of staged)
                await staging.remove();
        }
    }
    async #tried(artifact, action) {
        try {
            return await action();
        }
        catch (error) {
            this.#services.signal.throwIfAborted();
            this.#failed(artifact, (0,disk_error/* errnoOf */.U)(error) === undefined
                ? (0,action_error/* asActionError */.z6)(error)
                : (0,disk_error/* diskError */.w)(error, `${(0,github_artifact/* titleOf */.Gg)(artifact)} could not be stored`));
            return undefined;
        }
    }
    #failed(artifact, error) {
        // A limit, or a folder that holds one file of two, meets others too.
        const isTold = this.#told.has(error.message);
        this.#told.add(error.message);
        this.#downloads.failed.push({ artifact, error });
        this.#services.report.info(isTold ? `  failed too: ${artifactName(artifact)}` : `  failed: ${error.message}`);
    }
}
/** Deletes what is in place; never an artifact whose digest disagreed. */
async function deleteDownloaded({ placed }, services) {
    const sure = placed.filter(({ digestAgreed }) => digestAgreed !== false);
    const deletions = await deleteAll(sure.map(({ artifact }) => artifact), services);
    const unsure = placed.filter(({ digestAgreed }) => digestAgreed === false);
    deletions.remaining.push(...unsure.map(({ artifact }) => artifact));
    return deletions;
}
/** Says that `files` picked nothing at all: a slip in a glob, most likely. Of some artifacts it may well pick nothing. */
function noteNothingPicked({ matches: { lines = [] }, missed }, { placed }, { report }) {
    if (placed.length === 0 || placed.some(({ files: picked }) => picked > 0))
        return;
    const of = amount(placed.map(({ artifact }) => artifact));
    const near = missed();
    const there = near.length === 0 ? '' : ` The nearest there: ${nameList(near)}.`;
    report.warning(`files (${nameList(lines)}) matches nothing in ${of}: no file was written, and the step passes (file-count is 0).${there} A glob is held against the whole path inside the artifact; **/NAME finds NAME in every folder.`);
}
/** Says once that what came could not be compared with what was uploaded. GHES never gives a digest. */
function noteNoDigest({ digestMismatch, apiUrl }, { placed }, { report }) {
    const [first, ...more] = placed.filter(({ artifact }) => !artifact.digest);
    if (first === undefined || digestMismatch === 'ignore')
        return;
    const others = more.length > 0 ? ` and ${more.length} more` : '';
    const text = `${(0,github_artifact/* titleOf */.Gg)(first.artifact)}${others}: the server gives no digest, so nothing says whether these are the bytes that were uploaded`;
    if (/\/api\/v3$/.test(apiUrl))
        report.info(text);
    else
        report.notice(text);
}
function reportResult({ placed, failed, files, path: target, transferredBytes, cacheHits }, selected, { elapsed, report }) {
    const unpacked = placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0);
    const rate = transferredBytes >= WORTH_RATE ? ` (${formatSize(transferredBytes / (elapsed / 1000))}/s)` : '';
    const verified = placed.filter(({ digestAgreed }) => digestAgreed === true).length;
    const parts = [
        `Downloaded ${placed.length} of ${amount(selected)} to ${(0,printable/* printable */.g)(target)}: ${plural(files, 'file')}, ${formatSize(unpacked)}`,
        `${formatSize(transferredBytes)} transferred in ${formatElapsed(elapsed)}${rate}`,
        ...(cacheHits > 0 ? [`${cacheHits} from the cache`] : []),
        ...(placed.length > 0 ? [`digest verified for ${verified} of ${placed.length}`] : []),
        ...(failed.length > 0 ? [`${failed.length} failed`] : [])
    ];
    report.info(parts.join('; '));
}

;// CONCATENATED MODULE: ./lib/operations/list.js



/** How many artifacts the log names; the outputs hold all. */
const MAX_LINES = 100;
/** `list` and `get`: the selection itself is the result. */
async function list(inputs, services) {
    const { report } = services;
    const { selected, failure } = await selectArtifacts(inputs, services);
    const shown = selected.slice(0, MAX_LINES);
    const label = labelsOf(shown);
    await withLogGroup(report, { title: plural(selected.length, 'artifact'), lines: shown.length }, () => {
        for (const artifact of shown)
            report.info(`  ${label(artifact)}${detailsOf(artifact)}`);
        if (selected.length > MAX_LINES)
            report.info(`  and ${selected.length - MAX_LINES} more`);
    });
    return { operation: inputs.operation, selected, ...(failure && { failure }) };
}

;// CONCATENATED MODULE: ./lib/operations/index.js












const OPERATIONS = { list: list, get: list, download: download, delete: deleteArtifacts };
/** Does what a request asks. Never throws an error of the outside world: what failed is in the result. */
async function runOperation(inputs, host) {
    const { report, signal, workerUrl, firstDelay, lookDelay = LOOK_DELAY, clock = time_clock/* systemClock */.m } = host;
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
            onWait: (wait, why) => report.info(`Nothing is sent for ${Math.ceil(wait / 1000)} s: ${why}`)
        }),
        ...(firstDelay !== undefined && { firstDelay }),
        onRetry: (error, delay) => report.info(`${error.message}; trying again in ${(delay / 1000).toFixed(1)} s`)
    });
    const client = new ApiClient({
        apiUrl: inputs.apiUrl,
        token: inputs.token,
        repository: inputs.repository,
        ownRepository: inputs.ownRepository,
        queue,
        access: deletes(inputs) ? 'write' : 'read',
        stallTimeout: inputs.stallTimeout,
        signal,
        // Who looks again asks only whether there is anything new.
        conditional: inputs.waitTimeout > 0 || (inputs.place.kind === 'run' && inputs.names.length > 0),
        onAnswer: line => report.debug(line)
    });
    const artifacts = new ArtifactsApi(client);
    const runs = new RunsApi(client);
    const refs = new RefsApi(client);
    const run = OPERATIONS[inputs.operation];
    let result;
    try {
        result = await run(inputs, { artifacts, runs, refs, queue, report, signal, workerUrl, lookDelay });
    }
    catch (error) {
        result = { operation: inputs.operation, selected: [], failure: (0,action_error/* asActionError */.z6)(error) };
    }
    // Whatever broke when the signal came: it came first.
    if (signal.aborted && result.failure)
        result.failure = (0,action_error/* asActionError */.z6)(signal.reason);
    return { result, usage: { apiRequests: client.requests, rateLimitRemaining: client.rateLimitRemaining } };
}
function deletes(inputs) {
    return inputs.operation === 'delete'
        ? !inputs.dryRun
        : inputs.operation === 'download' && inputs.deleteAfter;
}

;// CONCATENATED MODULE: ./lib/report/outputs.js










/** The runner takes 1 MiB an output, counted in UTF-16; https://docs.github.com/en/actions/reference/limits */
const MAX_CHARACTERS = 500_000;
/** So many artifacts become text at once: the whole of a large repository's would fill the memory. */
const outputs_CHUNK = 100;
/** The outputs of a step as text, by name: the keys of action.yml that the operation feeds. */
function outputsOf(result, usage, where) {
    const { selected, downloads, deletions } = result;
    return {
        found: String(selected.length > 0),
        count: String(selected.length),
        'total-size': String((0,github_artifact/* totalSize */.UT)(selected)),
        artifacts: cappedList(selected),
        ids: cappedList(selected.map(({ id }) => id)),
        names: cappedList(selected.map(({ name }) => name)),
        ...newestOutputs(result, where),
        ...(downloads && downloadOutputs(downloads)),
        ...(deletions && {
            'deleted-count': String(deletions.deleted.length),
            'deleted-size': String((0,github_artifact/* totalSize */.UT)(deletions.deleted)),
            'gone-count': String(deletions.gone.length),
            'remaining-count': String(deletions.remaining.length)
        }),
        ...((downloads || deletions) && {
            'failed-count': String((downloads?.failed.length ?? 0) + (deletions?.failed.length ?? 0))
        }),
        'api-requests': String(usage.apiRequests),
        'rate-limit-remaining': String(usage.rateLimitRemaining ?? '')
    };
}
/** The run that an artifact is of; undefined where the server does not say. */
function runIdOf({ workflow_run: run }, { place }) {
    return run?.id ?? (place.kind === 'run' ? place.runId : undefined);
}
/** The web page of a run. */
function runUrl(runId, { apiUrl, repository }) {
    return `${(0,github_repository/* webUrlOf */.n6)(apiUrl)}/${(0,github_repository/* fullName */.fq)(repository)}/actions/runs/${runId}`;
}
/** The web page of an artifact; empty where the server does not say of which run it is. */
function artifactUrl(artifact, where) {
    const runId = runIdOf(artifact, where);
    return runId === undefined ? '' : `${runUrl(runId, where)}/artifacts/${artifact.id}`;
}
function newestOutputs({ selected }, where) {
    const [newest] = selected;
    const run = newest?.workflow_run;
    return {
        'artifact-id': String(newest?.id ?? ''),
        'artifact-name': newest?.name ?? '',
        'artifact-digest': newest?.digest ?? '',
        'artifact-url': newest === undefined ? '' : artifactUrl(newest, where),
        'artifact-size': String(newest?.size_in_bytes ?? ''),
        'artifact-expires-at': newest?.expires_at ?? '',
        'run-id': String((newest && runIdOf(newest, where)) ?? ''),
        'head-branch': run?.head_branch ?? '',
        'head-sha': run?.head_sha ?? ''
    };
}
function downloadOutputs({ path: target, placed, failed, files, transferredBytes, cacheHits }) {
    // Without a prototype: an artifact may be called __proto__.
    const paths = Object.create(null);
    for (const { artifact, folder } of placed)
        paths[artifact.name] ??= folder;
    return {
        'download-path': target,
        paths: capped(paths),
        'file-count': String(files),
        'extracted-size': String(placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0)),
        'transferred-bytes': String(transferredBytes),
        'cache-hits': String(cacheHits),
        'digest-verified': String(placed.length > 0 && failed.length === 0 && placed.every(({ digestAgreed }) => digestAgreed === true))
    };
}
function capped(value) {
    const json = JSON.stringify(value);
    return json.length > MAX_CHARACTERS ? '{}' : json;
}
function cappedList(values) {
    let text = '';
    for (const part of jsonParts(values)) {
        text += part;
        if (text.length > MAX_CHARACTERS)
            return '[]';
    }
    return text;
}
/** A JSON array in pieces of bounded size. */
function* jsonParts(values) {
    yield '[';
    for (let start = 0; start < values.length; start += outputs_CHUNK) {
        const json = JSON.stringify(values.slice(start, start + outputs_CHUNK)).slice(1, -1);
        yield start === 0 ? json : `,${json}`;
    }
    yield ']';
}
/**
 * Sets all outputs and writes `artifacts-file`, a new file directly under RUNNER_TEMP.
 *
 * @returns what the user should be warned of
 * @throws ActionError where GITHUB_OUTPUT cannot be written
 */
function writeOutputs(outputs, result, env) {
    const warnings = [];
    let file = '';
    try {
        file = writeArtifacts(result, env);
    }
    catch (error) {
        warnings.push(`artifacts-file could not be written: ${(0,printable/* printable */.g)((0,action_error/* messageOf */.bD)(error))}`);
    }
    try {
        for (const [name, text] of Object.entries({ ...outputs, 'artifacts-file': file }))
            (0,core/* setOutput */.uH)(name, text);
    }
    catch (error) {
        throw commandFileError(error, 'The outputs could not be written to GITHUB_OUTPUT');
    }
    if (result.selected.length > 0 && outputs.artifacts === '[]') {
        warnings.push(`${result.selected.length} artifacts are more than an output holds: read them from the file in artifacts-file`);
    }
    if (result.downloads && result.downloads.placed.length > 0 && outputs.paths === '{}') {
        warnings.push('paths is more than an output holds, so it is empty: under download-path each folder has the name of its artifact');
    }
    return warnings;
}
/** The artifacts as JSON, whole or not at all. @returns where */
function writeArtifacts({ selected }, env) {
    const file = external_node_path_.join(env.RUNNER_TEMP || (0,external_node_os_.tmpdir)(), `artifacts-${(0,external_node_crypto_.randomUUID)()}.json`);
    const descriptor = (0,external_node_fs_.openSync)(file, 'wx');
    try {
        for (const part of jsonParts(selected))
            (0,external_node_fs_.writeFileSync)(descriptor, part);
    }
    catch (error) {
        (0,external_node_fs_.rmSync)(file, { force: true });
        throw error;
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
    return file;
}
/** For a file that the runner gives a step to write to, which is no file or on a disk that takes nothing. */
function commandFileError(thrown, what) {
    const { code, message } = (0,disk_error/* diskError */.w)(thrown, what);
    return new action_error/* ActionError */.lZ(code, message, {
        hint: 'What the step was asked for is done. The runner makes that file anew for each step, in its temporary folder: look at the disk there, and at whether an earlier step changed who may write to it.',
        cause: thrown
    });
}

// EXTERNAL MODULE: ./lib/messages/error-codes.js
var error_codes = __webpack_require__(6549);
;// CONCATENATED MODULE: ./lib/report/charts.js


/** So many parts of a chart can be told apart; what is smaller goes together. */
const MAX_PARTS = 8;
const MAX_LABEL = 40;
/** Where the labels of bars need more than half of the chart's width, Mermaid shows none. */
const MAX_BAR_LABEL = 24;
/**
 * A pie of sizes, the largest first; https://mermaid.js.org/syntax/pie.html
 *
 * @returns undefined where there is nothing to compare
 */
function pieOfSizes(title, parts) {
    const sorted = parts.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size);
    if (sorted.length < 2)
        return undefined;
    const shown = sorted.slice(0, sorted.length > MAX_PARTS ? MAX_PARTS - 1 : MAX_PARTS);
    const others = sorted.slice(shown.length);
    if (others.length > 0) {
        const size = others.reduce((sum, part) => sum + part.size, 0);
        shown.push({ label: `${others.length} others`, size });
    }
    const labels = distinct(shown.map(({ label }) => label));
    return fenced([
        'pie',
        `  title ${harmless(title)}`,
        ...shown.map(({ size }, index) => `  "${labels[index]}, ${formatSize(size)}" : ${size}`)
    ]);
}
/**
 * Bars of what is kept and what is deleted, those first of which most is deleted, without those of which nothing is:
 * beside what is kept anyway the others could be too short to see. https://mermaid.js.org/syntax/xyChart.html
 *
 * @param verb what happened to the others, as in "kept and deleted"
 * @returns undefined where nothing is kept, or nothing deleted: there is nothing to compare
 */
function barsOfKept(verb, bars) {
    const affected = bars.filter(({ deleted }) => deleted > 0);
    if (affected.every(({ kept }) => kept === 0))
        return undefined;
    const shown = affected.toSorted((a, b) => b.deleted - a.deleted).slice(0, MAX_PARTS);
    const sizes = shown.map(({ kept, deleted }) => kept + deleted);
    const labels = distinct(shown.map(({ label }) => label), MAX_BAR_LABEL).map((label, index) => `"${label}, ${formatSize(sizes[index] ?? 0)}"`);
    const more = bars.length > shown.length ? `${shown.length} of ` : '';
    const groups = plural(bars.length, 'group');
    return fenced([
        `%%{init: ${JSON.stringify(barStyle(shown.length))}}%%`,
        'xychart-beta horizontal',
        `  title "${more}${groups}: kept (green) and ${verb} (red)"`,
        `  x-axis [${labels.join(', ')}]`,
        `  y-axis 0 --> ${Math.max(...sizes)}`,
        // The second bars are drawn over the first, which makes them parts of one.
        `  bar [${sizes.join(', ')}]`,
        `  bar [${shown.map(({ kept }) => kept).join(', ')}]`
    ]);
}
/** Without numbers on the axis, for which Mermaid would move 0 to the right of where bars begin. */
function barStyle(bars) {
    const bare = { showLabel: false, showTick: false, showAxisLine: false };
    return {
        xyChart: { width: 900, height: 80 + 50 * bars, yAxis: bare },
        themeVariables: { xyChart: { plotColorPalette: '#cf222e, #1a7f37' } }
    };
}
function fenced(lines) {
    return ['```mermaid', ...lines, '```'].join('\n');
}
/** Nothing that means something to Mermaid, to HTML or to Markdown is let through, whatever a name holds. */
function harmless(text, maxLength = MAX_LABEL) {
    const characters = Array.from(text.slice(0, maxLength * 2));
    const cut = characters.length > maxLength || text.length > maxLength * 2;
    const kept = (cut ? characters.slice(0, maxLength - 1) : characters).join('');
    return `${kept.replace(/[^\p{L}\p{M}\p{N} ._/+()-]/gu, '_').replaceAll('--', '-_')}${cut ? '…' : ''}`;
}
/** Mermaid takes two parts of one label for the same. */
function distinct(labels, maxLength = MAX_LABEL) {
    const counts = new Map();
    return labels.map(text => {
        const label = harmless(text, maxLength);
        const count = (counts.get(label) ?? 0) + 1;
        counts.set(label, count);
        return count === 1 ? label : `${label} (${count})`;
    });
}

;// CONCATENATED MODULE: ./lib/report/summary.js











/** Rows are bounded in length too, so that a summary stays far below the 1 MiB that the runner takes of a step. */
const MAX_ROWS = 100;
/** Of the text of a failure, in characters. */
const MAX_FAILURE = 50_000;
/** Warnings and notices that are repeated; the log has all of them. */
const MAX_NOTES = 20;
/** Of the text of each, in characters. */
const MAX_NOTE = 1000;
/** Of a digest, in hexadecimal digits. */
const SHORT_DIGEST = 12;
/** The job summary of a step, as GitHub-flavoured Markdown. */
function summaryOf(result, around) {
    const { deletions, failure } = result;
    const more = result.selected.length - MAX_ROWS;
    return [
        `### ${headline(result, around.inputs)}`,
        ...(failure ? [failureBlock(failure)] : []),
        ...notesBlocks(around.notes),
        ...sparedBlock(deletions?.spared ?? []),
        ...chartOf(result),
        ...tableOf(result, around),
        ...(more > 0 ? [`and ${more} more in \`artifacts-file\``] : []),
        costs(result, around.usage)
    ]
        .join('\n\n')
        .concat('\n');
}
function headline({ operation, selected, downloads, deletions, failure }, { repository }) {
    const of = `of ${escapeMarkdown((0,github_repository/* fullName */.fq)(repository))}`;
    if (failure && selected.length === 0) {
        return `Could not ${operation} artifacts ${of}: ${error_codes/* ERRORS */.S[failure.code].title}`;
    }
    if (selected.length === 0) {
        const repo = escapeMarkdown((0,github_repository/* fullName */.fq)(repository));
        return operation === 'delete' ? `Nothing to delete in ${repo}` : `No artifact found in ${repo}`;
    }
    const count = plural(selected.length, 'artifact');
    if (failure?.code === 'plan-too-large') {
        return `${deletions?.dryRun ? 'Would delete' : 'Deleted'} nothing ${of}: ${count} would be too many`;
    }
    if (downloads) {
        const unpacked = formatSize(unpackedSize(downloads));
        return `Downloaded ${downloads.placed.length} of ${count} ${of}: ${plural(downloads.files, 'file')}, ${unpacked}`;
    }
    if (deletions) {
        const verb = deletions.dryRun ? 'Would delete' : 'Deleted';
        return `${verb} ${deletions.deleted.length} of ${count} ${of}: ${formatSize((0,github_artifact/* totalSize */.UT)(deletions.deleted))}`;
    }
    return `Found ${count} ${of}: ${formatSize((0,github_artifact/* totalSize */.UT)(selected))}`;
}
function failureBlock({ title, explanation }) {
    const text = explanation.length > MAX_FAILURE ? `${explanation.slice(0, MAX_FAILURE)}…` : explanation;
    // A fence longer than any run of backticks in it cannot be closed from inside.
    const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length));
    const fence = '`'.repeat(longest + 1);
    return `**${escapeMarkdown(title)}**\n\n${fence}text\n${text}\n${fence}`;
}
/** An alert of each kind; https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#alerts */
function notesBlocks(notes) {
    const warnings = notes.filter(({ kind }) => kind === 'warning');
    const shown = [...warnings, ...notes.filter(({ kind }) => kind === 'notice')].slice(0, MAX_NOTES);
    const alert = (kind, title) => {
        const items = shown.filter(note => note.kind === kind).map(({ text }) => `> - ${lines(text)}`);
        return items.length === 0 ? [] : [`> [!${title}]\n${items.join('\n')}`];
    };
    const more = notes.length - shown.length;
    return [
        ...alert('warning', 'WARNING'),
        ...alert('notice', 'NOTE'),
        ...(more > 0 ? [`and ${more} more in the log`] : [])
    ];
}
function lines(text) {
    const cut = text.length > MAX_NOTE ? `${text.slice(0, MAX_NOTE)}…` : text;
    return cut
        .split('\n')
        .map(line => escapeMarkdown(line, MAX_NOTE))
        .join('<br>');
}
function sparedBlock(spared) {
    if (spared.length === 0)
        return [];
    const rules = spared.map(({ rule, count, size }) => `${count} by ${escapeMarkdown(rule)} (${formatSize(size)})`);
    return [`Spared: ${rules.join(', ')}`];
}
/** Where looking beats reading. */
function chartOf({ operation, selected, deletions }) {
    if (operation === 'list') {
        // What has expired takes no storage, whatever its size was.
        const stored = selected.filter(({ expired }) => !expired);
        const names = tallyGroups({ kept: stored, deleted: [] }, ({ name }) => name);
        const chart = pieOfSizes('Storage by name', names.map(({ name: label, kept: size }) => ({ label, size })));
        return chart === undefined ? [] : [chart];
    }
    const chart = operation === 'delete' && deletions ? cleanUpChart(deletions) : undefined;
    return chart === undefined ? [] : [chart];
}
/** Kept against deleted by group; where what is kept is not known, or nothing is, what was deleted by name. */
function cleanUpChart({ dryRun, deleted, groups = [] }) {
    const names = tallyGroups({ kept: [], deleted }, ({ name }) => name);
    return (barsOfKept(dryRun ? 'would be deleted' : 'deleted', groups.map(({ name: label, kept, deleted }) => ({ label, kept, deleted }))) ??
        pieOfSizes(dryRun ? 'Would be deleted by name' : 'Deleted by name', names.map(({ name: label, deleted: size }) => ({ label, size }))));
}
/** A column that says nothing of any artifact is left out. */
function tableOf(result, { inputs, now }) {
    const rows = result.selected.slice(0, MAX_ROWS);
    if (rows.length === 0)
        return [];
    const outcomes = outcomesOf(result);
    const columns = [
        { title: 'artifact', align: '---', cell: artifact => linked(artifact, inputs) },
        { title: 'size', align: '--:', cell: ({ size_in_bytes: size }) => formatSize(size) },
        { title: 'age', align: '--:', cell: artifact => ageOf(artifact, now) },
        { title: 'run', align: '---', cell: artifact => runLink(artifact, inputs) },
        {
            title: 'branch',
            align: '---',
            cell: artifact => escapeMarkdown((0,run_query/* branchTitle */.ps)(artifact))
        },
        { title: 'digest', align: '---', cell: shortDigest },
        {
            title: 'outcome',
            align: '---',
            cell: ({ id, expired }) => outcomes.get(id) ?? (expired ? 'expired' : '')
        }
    ];
    const filled = columns
        .map(column => ({ ...column, cells: rows.map(column.cell) }))
        .filter(({ cells }) => cells.some(cell => cell !== ''));
    const line = (cells) => `| ${cells.join(' | ')} |`;
    return [
        [
            line(filled.map(({ title }) => title)),
            `|${filled.map(({ align }) => align).join('|')}|`,
            ...rows.map((_, index) => line(filled.map(({ cells }) => cells[index] ?? '')))
        ].join('\n')
    ];
}
function linked(artifact, inputs) {
    const name = escapeMarkdown(artifact.name);
    const url = artifactUrl(artifact, inputs);
    return url === '' ? name : `[${name}](${url})`;
}
function runLink(artifact, inputs) {
    const runId = runIdOf(artifact, inputs);
    return runId === undefined ? '' : `[${runId}](${runUrl(runId, inputs)})`;
}
function ageOf({ created_at: created }, now) {
    const at = created === null ? Number.NaN : Date.parse(created);
    return Number.isNaN(at) ? '' : formatAge(now - at);
}
function shortDigest({ digest }) {
    const [, hex] = /^sha256:([\da-f]{64})$/i.exec(digest ?? '') ?? [];
    return hex === undefined ? '' : `\`${hex.slice(0, SHORT_DIGEST)}\``;
}
function outcomesOf({ downloads, deletions }) {
    const outcomes = new Map();
    const note = (artifacts, outcome) => {
        for (const { id } of artifacts)
            outcomes.set(id, outcome);
    };
    note(downloads?.placed.map(({ artifact }) => artifact) ?? [], 'downloaded');
    note(downloads?.failed.map(({ artifact }) => artifact) ?? [], '**failed**');
    if (deletions)
        noteDeletions(deletions, downloads, note);
    return outcomes;
}
function noteDeletions({ dryRun, deleted, gone, remaining, failed }, downloads, note) {
    const wasDownloaded = downloads ? 'downloaded and deleted' : 'deleted';
    note(deleted, dryRun ? 'would be deleted' : wasDownloaded);
    note(gone, 'already gone');
    // What was not downloaded is no more to be deleted than before.
    const placed = new Set(downloads?.placed.map(({ artifact }) => artifact.id));
    const left = downloads ? remaining.filter(({ id }) => placed.has(id)) : remaining;
    note(left, downloads ? 'downloaded, not deleted' : 'not deleted');
    note(failed.map(({ artifact }) => artifact), '**not deleted: failed**');
}
function costs({ selected, downloads }, { apiRequests, rateLimitRemaining }) {
    const rate = rateLimitRemaining === undefined ? '' : `, ${rateLimitRemaining} left of the rate limit`;
    return [
        ...(downloads && selected.length > 0 ? [travelled(downloads)] : []),
        `${plural(apiRequests, 'API request')}${rate}`
    ].join('; ');
}
function travelled(downloads) {
    const { placed, transferredBytes, cacheHits } = downloads;
    const verified = placed.filter(({ digestAgreed }) => digestAgreed === true).length;
    return [
        `${formatSize(transferredBytes)} transferred, ${formatSize(unpackedSize(downloads))} unpacked`,
        ...(placed.length > 0 ? [`digest verified for ${verified} of ${placed.length}`] : []),
        ...(cacheHits > 0 ? [`${cacheHits} from the cache`] : [])
    ].join(', ');
}
function unpackedSize({ placed }) {
    return placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0);
}
/** Text from outside, shown as it is: neither Markdown nor HTML. */
function escapeMarkdown(text, maxLength) {
    return ((0,printable/* printable */.g)(text, maxLength)
        .replace(/[\\`*_{}[\]()#+!|~$@:-]/g, '\\$&')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        // GitHub makes a link of it without a scheme; https://github.github.com/gfm/#autolinks-extension-
        .replace(/www\./gi, text => text.replace('.', '\\.')));
}

;// CONCATENATED MODULE: ./lib/report/run-and-report.js






/** Bundled on its own, beside the entry; not named in place, where the bundler would copy it without its imports. */
const WORKER = 'worker.js';
/**
 * The operation that the inputs ask for, then its outputs and its summary.
 *
 * @param options with what the inputs were warned of already
 * @returns what failed though the operation came to its end: part of the work, say
 * @throws ActionError when it did not
 */
async function runStep(inputs, env, options) {
    const notes = options.warned.map(text => ({ kind: 'warning', text }));
    const warn = (text) => {
        notes.push({ kind: 'warning', text });
        core/* warning */.$e(text);
    };
    const { result, usage } = await runOperation(inputs, {
        report: {
            debug: core/* debug */.Yz,
            info: core/* info */.pq,
            notice: text => {
                notes.push({ kind: 'notice', text });
                core/* notice */.lm(text);
            },
            warning: warn,
            group: core/* startGroup */.Oh,
            endGroup: core/* endGroup */.N4,
            secret: core/* setSecret */.Pq
        },
        signal: options.signal ?? new AbortController().signal,
        workerUrl: options.workerUrl ?? new URL(WORKER, import.meta.url),
        firstDelay: options.firstDelay,
        clock: options.clock,
        lookDelay: options.lookDelay
    });
    const outputs = outputsOf(result, usage, inputs);
    // Without outputs later steps would go on with nothing; without a summary they miss nothing.
    let unwritten;
    try {
        for (const warning of writeOutputs(outputs, result, env))
            warn(warning);
    }
    catch (error) {
        unwritten = (0,action_error/* asActionError */.z6)(error);
        if (result.failure)
            warn(unwritten.message);
    }
    const summary = summaryOf(result, { notes, usage, inputs, now: Date.now() });
    try {
        if (inputs.summary && env.GITHUB_STEP_SUMMARY)
            (0,external_node_fs_.appendFileSync)(env.GITHUB_STEP_SUMMARY, summary);
    }
    catch (error) {
        core/* warning */.$e(commandFileError(error, 'The summary could not be written to GITHUB_STEP_SUMMARY').message);
    }
    return result.failure ?? unwritten;
}


/***/ })

};
