export const id = 246;
export const ids = [246];
export const modules = {

/***/ 6246:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runOperation: () => (/* binding */ runOperation)
});

// EXTERNAL MODULE: ./lib/errors.js
var lib_errors = __webpack_require__(452);
// EXTERNAL MODULE: ./lib/domain/printable.js
var printable = __webpack_require__(8979);
// EXTERNAL MODULE: ./lib/domain/repository.js
var domain_repository = __webpack_require__(8234);
;// CONCATENATED MODULE: ./lib/concurrent.js
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

/** How often a list whose items kept moving is walked again for what slipped through. */
const MAX_WALKS = 3;
/**
 * All items of a paged list, each id once. Neither the page size nor the order is relied on: page 1 shows how many
 * items a page holds and how many there are, so the other pages are asked for side by side.
 *
 * Items vanish and appear meanwhile. One that appears moves others to later pages, where they are seen again. One that
 * vanishes moves another to a page that was already read: when the count fell, or was not reached, the list is walked
 * again.
 *
 * @param readPage page numbers count from 1
 */
async function readPages(concurrency, readPage) {
    const found = new Map();
    for (let walk = 0; walk < MAX_WALKS; walk++) {
        const before = found.size;
        const { total, shrank } = await walkPages(concurrency, readPage, found);
        // A count that the pages never reach (items that the token may not see) is not walked after.
        if (!shrank && (found.size >= total || found.size === before))
            break;
    }
    return [...found.values()];
}
/** Adds what it finds to `found`. `total` is the highest count that the server gave. */
async function walkPages(concurrency, readPage, found) {
    let total = 0;
    let shrank = false;
    const read = async (page) => {
        const answer = await readPage(page);
        shrank ||= answer.total < total;
        total = Math.max(total, answer.total);
        for (const item of answer.items)
            found.set(item.id, item);
        return answer.items.length;
    };
    const pageSize = await read(1);
    function* otherPages() {
        for (let page = 2; pageSize > 0 && (page - 1) * pageSize < total; page++)
            yield page;
    }
    await forEachConcurrently(otherPages(), concurrency, async (page) => {
        await read(page);
    });
    return { total, shrank };
}

;// CONCATENATED MODULE: ./lib/github/artifacts.js




/** The largest page that the API gives. */
const PER_PAGE = 100;
/**
 * The five artifact endpoints (https://docs.github.com/en/rest/actions/artifacts) of one repository. Paths are built
 * from ids: the `url`s and `Link`s in answers are data.
 */
class Artifacts {
    #client;
    #repository;
    #ownRepository;
    constructor(client, repository, ownRepository) {
        this.#client = client;
        this.#repository = repository;
        this.#ownRepository = ownRepository;
    }
    /** All pages of a list, each artifact once, in no promised order. */
    async list({ runId, name, firstPageOnly = false }) {
        const where = runId === undefined ? '' : `run ${runId} of `;
        const call = this.#call(`list the artifacts of ${where}${(0,domain_repository/* fullName */.fq)(this.#repository)}`, 'read');
        const path = runId === undefined
            ? '/repos/{owner}/{repo}/actions/artifacts'
            : '/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts';
        const readPage = (page) => this.#client.request({
            ...call,
            method: 'GET',
            path,
            parameters: {
                ...this.#repository,
                ...(runId !== undefined && { run_id: runId }),
                ...(name !== undefined && { name }),
                per_page: PER_PAGE,
                page
            },
            read: ({ data }) => pageOf(data),
            expected: 'a list of artifacts'
        });
        const found = firstPageOnly
            ? (await readPage(1)).items
            : await readPages(this.#client.concurrency, readPage);
        // Checked again on this side: a server may not know the filter.
        return name === undefined ? found : found.filter(artifact => artifact.name === name);
    }
    /** One artifact by id; undefined when there is none (404). */
    async get(artifactId) {
        const call = this.#call(`get artifact ${artifactId} of ${(0,domain_repository/* fullName */.fq)(this.#repository)}`, 'read');
        try {
            return await this.#client.request({
                ...call,
                method: 'GET',
                path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
                parameters: { ...this.#repository, artifact_id: artifactId },
                read: ({ data }) => (isArtifact(data) ? data : undefined),
                expected: 'an artifact'
            });
        }
        catch (error) {
            if (error instanceof lib_errors/* RequestError */.GI && error.status === 404)
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
        const call = this.#call(`download artifact "${(0,printable/* printable */.g)(artifact.name)}" (${artifact.id})`, 'read');
        try {
            return await this.#client.request({
                ...call,
                method: 'GET',
                path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/zip',
                parameters: { ...this.#repository, artifact_id: artifact.id },
                read: ({ status, headers }) => {
                    const location = String(headers.location);
                    return status === 302 && URL.canParse(location) ? new URL(location) : undefined;
                },
                expected: 'a redirect to its bytes'
            });
        }
        catch (error) {
            const gone = error instanceof lib_errors/* RequestError */.GI && (error.status === 410 || /\bexpired\b/i.test(error.message));
            if (!gone)
                throw error;
            const day = artifact.expires_at === null ? '' : ` on ${artifact.expires_at.slice(0, 10)}`;
            throw new lib_errors/* ActionError */.lZ('artifact-expired', `Artifact "${(0,printable/* printable */.g)(artifact.name)}" (${artifact.id}) expired${day}`, {
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
        const call = this.#call(`delete artifact "${(0,printable/* printable */.g)(artifact.name)}" (${artifact.id})`, 'write');
        try {
            return await this.#client.request({
                ...call,
                method: 'DELETE',
                path: '/repos/{owner}/{repo}/actions/artifacts/{artifact_id}',
                parameters: { ...this.#repository, artifact_id: artifact.id },
                read: ({ status }) => (status === 204 ? 'deleted' : undefined),
                expected: 'a 204'
            });
        }
        catch (error) {
            if (!(error instanceof lib_errors/* RequestError */.GI && error.status === 404))
                throw error;
            return error.attempts > 1 ? 'deleted' : 'gone';
        }
    }
    #call(doing, access) {
        return { doing, access, repository: this.#repository, ownRepository: this.#ownRepository };
    }
}
function pageOf(data) {
    const { total_count: total, artifacts } = (data ?? {});
    if (!Number.isSafeInteger(total) || !Array.isArray(artifacts) || !artifacts.every(isArtifact))
        return undefined;
    return { total: Number(total), items: artifacts };
}
function isArtifact(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { id, name, size_in_bytes: size, expired, expires_at: expires, digest } = value;
    return (Number.isSafeInteger(id) &&
        typeof name === 'string' &&
        Number.isSafeInteger(size) &&
        typeof expired === 'boolean' &&
        (expires === null || typeof expires === 'string') &&
        (digest === undefined || digest === null || typeof digest === 'string'));
}

// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js + 22 modules
var github = __webpack_require__(2413);
;// CONCATENATED MODULE: ./lib/github/api-error.js



/** A longer wait than this, in s, is an error that says until when. */
const LONGEST_RETRY_AFTER = 60;
/** The error for a failed call: what, why, what to do. */
function apiError(call, failure) {
    const { status } = failure;
    const requestId = failure.headers['x-github-request-id'];
    const said = failure.message === '' ? '' : `: ${(0,printable/* printable */.g)(failure.message)}`;
    const id = requestId === undefined ? '' : ` (request id ${(0,printable/* printable */.g)(String(requestId))})`;
    const outcome = status === undefined ? `the API gave no answer${said}` : `the API answered ${status}${said}${id}`;
    const limit = rateLimit(failure);
    const [code, hint] = limit ? ['api-rate-limited', limit.hint] : advice(call, status);
    return new lib_errors/* RequestError */.GI(code, `Could not ${call.doing}: ${outcome}`, {
        hint,
        status,
        retryable: limit ? limit.retryAfter !== undefined : (0,lib_errors/* isTransient */.dg)(status),
        retryAfter: limit?.retryAfter,
        cause: failure.cause
    });
}
/** A 200 whose body is not what the API's description promises, such as a proxy's HTML page. */
function invalidAnswer(call, detail) {
    return new lib_errors/* RequestError */.GI('api-answer-invalid', `Could not ${call.doing}: ${detail}`, {
        hint: 'Is api-url the base of a GitHub REST API, and does no proxy answer in its place?',
        status: 200,
        retryable: true
    });
}
/** A thrown value of Octokit's as a failure: its RequestError carries status and response, anything else is a broken connection. */
function failureOf(thrown) {
    const response = thrown.response;
    if (response === undefined) {
        return { status: undefined, headers: {}, message: (0,lib_errors/* messageOf */.bD)(thrown), cause: thrown };
    }
    const message = response.data?.message;
    return {
        status: response.status,
        headers: response.headers,
        message: typeof message === 'string' ? message : '',
        cause: thrown
    };
}
function rateLimit({ status, headers, message }) {
    if (status !== 403 && status !== 429)
        return undefined;
    const retryAfter = Number(headers['retry-after'] ?? Number.NaN);
    if (Number.isFinite(retryAfter)) {
        const hint = `The server asks to wait ${retryAfter} s. Run the step again after that.`;
        return retryAfter <= LONGEST_RETRY_AFTER ? { hint, retryAfter: retryAfter * 1000 } : { hint };
    }
    if (String(headers['x-ratelimit-remaining']) === '0') {
        const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
        const until = reset > 0 && reset < 1e11 ? ` until ${new Date(reset * 1000).toISOString()}` : '';
        return {
            hint: `The token's rate limit is used up${until}. A GITHUB_TOKEN has 1,000 requests an hour for each repository; the token of a GitHub App has more.`
        };
    }
    return status === 429 || /secondary rate limit/i.test(message)
        ? { hint: 'A secondary rate limit of the server. Lower concurrency or run the step later.' }
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
        'github-token is not valid on this server: expired, revoked, or of another server.'
    ],
    403: call => ['api-forbidden', permissionHint(call)],
    404: call => [
        'api-not-found',
        `Either it does not exist, or the token may not see it (404 is also the answer for a private repository). ${permissionHint(call)}`
    ],
    410: () => [
        'artifact-expired',
        'Its files are gone for good. Run the workflow again, or raise retention-days where it is uploaded.'
    ],
    422: () => ['api-rejected', 'The server did not take the request as it was. Check the inputs.']
};
/** What grants the permission, for each kind of token that may have been meant. */
function permissionHint({ access, repository, ownRepository }) {
    const other = `A fine-grained token or a GitHub App needs "Actions: ${access}" on ${(0,domain_repository/* fullName */.fq)(repository)}, a classic token the scope "repo".`;
    return ownRepository
        ? `GITHUB_TOKEN needs this in the job (it replaces the defaults, so name what else the job needs):\n\npermissions:\n  actions: ${access}\n\n${other}`
        : `The GITHUB_TOKEN of this job cannot reach another private repository: pass github-token. ${other}`;
}

;// CONCATENATED MODULE: ./lib/github/client.js



/** https://docs.github.com/en/rest/about-the-rest-api/api-versions */
const API_VERSION = '2022-11-28';
const MAX_REDIRECTS = 5;
/** The REST API of one server, through one Octokit. Every request passes the queue, which bounds and retries. */
class Client {
    /** Requests sent so far, retries included. */
    requests = 0;
    /** Requests in flight at once. */
    concurrency;
    /** What the server said is left of the rate limit; undefined where it says nothing (GHES by default). */
    rateLimitRemaining;
    #options;
    #octokit;
    constructor(options) {
        this.#options = options;
        this.concurrency = options.queue.concurrency;
        const silent = () => { };
        this.#octokit = (0,github/* getOctokit */.Q)(options.token, {
            baseUrl: options.apiUrl,
            userAgent: 'artifact-action',
            // Octokit's own log would print header values (a deprecation's link) as they come.
            log: { debug: silent, info: silent, warn: silent, error: silent }
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
        return await this.#options.queue.send(async (attempt) => {
            const value = request.read(await this.#send(request, attempt));
            if (value === undefined)
                throw invalidAnswer(request, `the answer is not ${request.expected}`);
            return value;
        });
    }
    async #send(request, attempt) {
        let answer = await this.#sendOnce(request, `${request.method} ${request.path}`, request.parameters, attempt);
        for (let hop = 0; [301, 307, 308].includes(answer.status); hop++) {
            if (hop === MAX_REDIRECTS)
                throw invalidAnswer(request, `more than ${MAX_REDIRECTS} redirects`);
            const location = new URL(String(answer.headers.location ?? ''), this.#options.apiUrl);
            // The token goes to the API's own origin only.
            if (location.origin !== new URL(this.#options.apiUrl).origin) {
                throw invalidAnswer(request, `a redirect to another origin (${location.origin}), which is refused`);
            }
            answer = await this.#sendOnce(request, `${request.method} ${location.href}`, {}, attempt);
        }
        return answer;
    }
    async #sendOnce(call, route, parameters, attempt) {
        this.requests++;
        try {
            const answer = await this.#octokit.request(route, {
                ...parameters,
                headers: { accept: 'application/vnd.github+json', 'x-github-api-version': API_VERSION },
                request: { redirect: 'manual' }
            });
            this.#note(call, attempt, answer.status, answer.headers);
            return { status: answer.status, headers: answer.headers, data: answer.data };
        }
        catch (thrown) {
            const failure = failureOf(thrown);
            this.#note(call, attempt, failure.status, failure.headers);
            throw apiError(call, failure);
        }
    }
    #note(call, attempt, status, headers) {
        const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
        if (Number.isFinite(remaining))
            this.rateLimitRemaining = remaining;
        const path = call.path.replace(/\{(\w+)\}/g, (_, name) => String(call.parameters[name]));
        const again = (0,lib_errors/* isTransient */.dg)(status) ? `, try ${attempt + 1}` : '';
        this.#options.onAnswer?.(`${call.method} ${path}: ${status ?? 'no answer'}${again}`);
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./node_modules/p-limit/index.js + 1 modules
var p_limit = __webpack_require__(370);
;// CONCATENATED MODULE: ./lib/request-queue.js



/** First pause before a retry, in ms; doubled each time. */
const FIRST_DELAY = 500;
const LONGEST_DELAY = 15_000;
/**
 * Sends requests, a bounded number at once, and is the one layer that tries again: what failed with a `RequestError`
 * that says it is `retryable`, after an exponential pause with jitter, or after what the server asked for
 * (Retry-After is authoritative when present). A request does not hold its place while it pauses.
 */
class RequestQueue {
    concurrency;
    #options;
    #limit;
    constructor(options) {
        this.#options = options;
        this.concurrency = options.concurrency;
        this.#limit = (0,p_limit/* default */.A)(options.concurrency);
    }
    /** A request that is all there is to a try. */
    async send(request) {
        return await this.retry(attempt => this.place(() => request(attempt)));
    }
    /** Calls `action` when fewer than `concurrency` requests are in flight. Not to be nested: the inner would wait for the outer. */
    async place(action) {
        return await this.#limit(() => {
            this.#options.signal?.throwIfAborted();
            return action();
        });
    }
    /** Calls `action` with the number of the try, from 0, until it succeeds, fails for good or has no tries left. */
    async retry(action) {
        const { retries, signal, onRetry, firstDelay = FIRST_DELAY } = this.#options;
        for (let attempt = 0;; attempt++) {
            try {
                return await action(attempt);
            }
            catch (error) {
                if (!(error instanceof lib_errors/* RequestError */.GI))
                    throw error;
                error.attempts = attempt + 1;
                if (attempt >= retries)
                    error.retryable = false;
                if (!error.retryable)
                    throw error;
                const exponential = Math.min(LONGEST_DELAY, firstDelay * 2 ** attempt) * (0.5 + Math.random() / 2);
                const delay = error.retryAfter ?? exponential;
                onRetry?.(error, delay);
                await (0,promises_.setTimeout)(delay, undefined, { signal });
            }
        }
    }
}

// EXTERNAL MODULE: ./lib/domain/artifact.js
var artifact = __webpack_require__(2460);
// EXTERNAL MODULE: ./lib/domain/plural.js
var plural = __webpack_require__(5984);
// EXTERNAL MODULE: ./lib/domain/size.js
var domain_size = __webpack_require__(4423);
;// CONCATENATED MODULE: ./lib/operations/failure.js


/** How many failures the message tells; the log has all. */
const MAX_TOLD = 10;
const MAX_HINTS = 3;
/**
 * The one error of a step in which some artifacts failed; undefined when none did. Each failure's own message names its
 * artifact.
 */
function failure_failureOf(doing, total, failed) {
    const errors = [...new Map(failed.map(({ error }) => [error.message, error])).values()];
    const [first] = errors;
    if (first === undefined)
        return undefined;
    if (total === 1 || (errors.length === 1 && failed.length === total))
        return first;
    const told = errors.slice(0, MAX_TOLD).map(({ message }) => `- ${message}`);
    if (errors.length > MAX_TOLD)
        told.push(`- and ${errors.length - MAX_TOLD} more`);
    const hints = [...new Set(errors.map(({ hint }) => hint).filter(hint => hint !== undefined))];
    return new lib_errors/* ActionError */.lZ('artifacts-failed', `Could not ${doing} ${failed.length} of ${(0,plural/* plural */.L)(total, 'artifact')}:\n${told.join('\n')}`, { hint: hints.slice(0, MAX_HINTS).join('\n'), cause: first });
}

// EXTERNAL MODULE: ./node_modules/fastest-levenshtein/mod.js
var mod = __webpack_require__(1916);
;// CONCATENATED MODULE: ./lib/domain/nearest.js

/** Up to `count` of the distinct `names` that look most like `wanted` (edit distance without case), nearest first. */
function nearest(wanted, names, count = 3) {
    const target = wanted.toLowerCase();
    return [...new Set(names)]
        .map(name => ({ name, score: (0,mod/* distance */.Io)(target, name.toLowerCase()) }))
        .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
        .slice(0, count)
        .map(({ name }) => name);
}

;// CONCATENATED MODULE: ./lib/domain/selection.js

/** The artifacts that meet all criteria: filters, then `latest`, then `limit`. The order of the input does not matter. */
function selection_select(artifacts, criteria) {
    const names = new Set(criteria.names);
    const fitting = artifacts
        .filter(artifact => (names.size === 0 || names.has(artifact.name)) && (criteria.pattern?.(artifact.name) ?? true))
        .sort(artifact/* newestFirst */.l);
    const live = criteria.includeExpired ? fitting : fitting.filter(artifact => !artifact.expired);
    const kept = criteria.latest ? newestOfEachName(live) : live;
    return {
        selected: limited(kept, criteria),
        expired: criteria.includeExpired ? [] : fitting.filter(artifact => artifact.expired)
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

;// CONCATENATED MODULE: ./lib/operations/selection.js









/** How many names a message lists. */
const MAX_NAMED = 10;
/**
 * The artifacts that a request means, in as few requests as it takes: a single name is filtered by the server; ids are
 * asked for one by one.
 */
async function selectArtifacts(request, services) {
    const { report } = services;
    const candidates = await findCandidates(request, services);
    const { selected, expired } = selection_select(candidates, {
        ...request,
        limitKeeps: request.operation === 'delete' ? 'oldest' : 'newest'
    });
    noteLeftOut(request, candidates, selected, services);
    const problems = await findMissing(request, candidates, expired, services);
    if (problems.length === 0 && selected.length === 0)
        problems.push(await nothingFits(request, expired, services));
    if (problems.length > 0) {
        const failure = notFound(request, problems, expired.length > 0);
        if (request.ifNoArtifactFound === 'error')
            return { selected, failure };
        if (request.ifNoArtifactFound === 'warn')
            report.warning(failure.message);
        else
            report.info(failure.message);
    }
    report.info(`Selected ${(0,plural/* plural */.L)(selected.length, 'artifact')} (${(0,domain_size/* formatSize */.X)((0,artifact/* totalSize */.U)(selected))}) of ${placeName(request)}`);
    return { selected, failure: undefined };
}
async function findCandidates({ place, names }, { artifacts, queue }) {
    if (place.kind === 'ids') {
        const found = [];
        await forEachConcurrently(place.ids, queue.concurrency, async (id) => {
            const artifact = await artifacts.get(id);
            if (artifact !== undefined)
                found.push(artifact);
        });
        return found;
    }
    const runId = place.kind === 'run' ? place.runId : undefined;
    const [only] = names;
    // The artifacts of one run fit a page or two; in a repository each name is worth a request.
    if (names.length === 0 || (names.length > 1 && place.kind === 'run'))
        return await artifacts.list({ runId });
    if (names.length === 1)
        return await artifacts.list({ runId, name: only });
    const found = [];
    for (const name of names) {
        for (const artifact of await artifacts.list({ runId, name }))
            found.push(artifact);
    }
    return found;
}
/** Each id and each name that was asked for and is not there, or only as an expired artifact. */
async function findMissing(request, candidates, expired, services) {
    const problems = [];
    const usable = (artifact) => request.includeExpired || !artifact.expired;
    if (request.place.kind === 'ids') {
        const found = new Map(candidates.map(artifact => [artifact.id, artifact]));
        for (const id of request.place.ids) {
            const artifact = found.get(id);
            if (artifact === undefined)
                problems.push(`artifact ${id} does not exist, or the token may not see it`);
            else if (!usable(artifact))
                problems.push(describeExpired(artifact));
        }
    }
    const there = new Set(candidates.filter(usable).map(({ name }) => name));
    const missing = request.names.filter(name => !there.has(name));
    if (missing.length > 0) {
        const others = await otherNames(request, candidates, services);
        for (const name of missing) {
            const old = expired.find(artifact => artifact.name === name);
            problems.push(old ? describeExpired(old) : describeMissing(name, others));
        }
    }
    return problems;
}
async function nothingFits(request, expired, services) {
    if (expired.length > 0) {
        const [newest] = expired;
        return `${expired.length} would fit but expired; the newest: ${describeExpired(newest)}`;
    }
    const others = await otherNames(request, [], services);
    if (others.length === 0)
        return 'there are none at all';
    return request.pattern === undefined
        ? 'none fits'
        : `no name fits the pattern; there are: ${nameList(others)}`;
}
/** Live names in the searched place: of a repository only the newest, to keep an error cheap. */
async function otherNames(request, candidates, { artifacts }) {
    if (request.place.kind === 'ids')
        return candidates.map(({ name }) => name);
    const runId = request.place.kind === 'run' ? request.place.runId : undefined;
    const listed = await artifacts.list({ runId, firstPageOnly: true });
    return [...new Set(listed.filter(artifact => !artifact.expired).map(({ name }) => name))];
}
function describeMissing(name, others) {
    const near = nearest(name, others);
    const hint = near.length === 0 ? 'there are none at all' : `the nearest: ${nameList(near)}`;
    return `"${(0,printable/* printable */.g)(name)}" is not there; ${hint}`;
}
function describeExpired({ id, name, expires_at: day }) {
    return `"${(0,printable/* printable */.g)(name)}" (${id}) expired${day === null ? '' : ` on ${(0,printable/* printable */.g)(day.slice(0, 10))}`}`;
}
function nameList(names) {
    const listed = names.slice(0, MAX_NAMED).map(name => `"${(0,printable/* printable */.g)(name)}"`);
    return `${listed.join(', ')}${names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : ''}`;
}
function notFound(request, problems, anyExpired) {
    const shown = problems.slice(0, MAX_NAMED);
    if (problems.length > shown.length)
        shown.push(`${problems.length - shown.length} more are missing`);
    const message = `Not found in ${placeName(request)}: ${shown.join('; ')}`;
    return new lib_errors/* ActionError */.lZ(anyExpired ? 'artifact-expired' : 'artifact-not-found', message, {
        hint: anyExpired
            ? 'Run the workflow again, or raise retention-days where the artifact is uploaded.'
            : 'Check the name, and that the job that uploads has ended (needs:). if-no-artifact-found: warn or ignore lets the step pass.'
    });
}
/** What a reader should know of the artifacts that were asked for and not taken as they may have thought. */
function noteLeftOut(request, candidates, selected, { report }) {
    if (request.place.kind !== 'ids')
        return;
    const { runId } = request.place;
    const taken = new Set(selected.map(({ id }) => id));
    for (const artifact of candidates) {
        const from = artifact.workflow_run?.id;
        if (runId !== undefined && from !== undefined && from !== runId) {
            report.notice(`Artifact ${artifact.id} "${(0,printable/* printable */.g)(artifact.name)}" is of run ${from}, not of run ${runId}`);
        }
        const newer = selected.find(({ name, id }) => name === artifact.name && id > artifact.id);
        if (request.latest && newer && !taken.has(artifact.id)) {
            report.warning(`Artifact ${artifact.id} "${(0,printable/* printable */.g)(artifact.name)}" is left out: ${newer.id} has the same name and is newer (latest: false takes both)`);
        }
    }
}
/** The searched place, for messages. */
function placeName({ place, repository }) {
    const name = (0,domain_repository/* fullName */.fq)(repository);
    return place.kind === 'run' ? `run ${place.runId} of ${name}` : name;
}

;// CONCATENATED MODULE: ./lib/operations/delete.js








/** `delete`: the whole plan is known before the first artifact is deleted. */
async function deleteArtifacts(request, services) {
    const { selected, failure } = await selectArtifacts(request, services);
    const plan = { operation: request.operation, selected };
    if (failure)
        return { ...plan, deletions: noDeletions(selected), failure };
    const deletions = request.dryRun
        ? { ...noDeletions([]), dryRun: true, deleted: selected }
        : await deleteAll(selected, services);
    if (request.dryRun) {
        for (const artifact of oldestFirst(selected))
            services.report.info(`  would delete ${label(artifact)}`);
    }
    const verb = request.dryRun ? 'Would delete' : 'Deleted';
    services.report.info(`${verb} ${deletions.deleted.length} of ${(0,plural/* plural */.L)(selected.length, 'artifact')} (${(0,domain_size/* formatSize */.X)((0,artifact/* totalSize */.U)(deletions.deleted))})${deletions.gone.length > 0 ? `, ${deletions.gone.length} were already gone` : ''}`);
    const failed = failure_failureOf('delete', selected.length, deletions.failed);
    return { ...plan, deletions, ...(failed && { failure: failed }) };
}
/**
 * Deletes artifacts, the oldest first, and goes on when one fails. A refusal that would meet the others too (the token,
 * the permission, the rate limit) ends it: the rest is `remaining`.
 */
async function deleteAll(artifacts, services) {
    const result = noDeletions([]);
    let stopped = false;
    await forEachConcurrently(oldestFirst(artifacts), services.queue.concurrency, async (artifact) => {
        if (stopped) {
            result.remaining.push(artifact);
            return;
        }
        try {
            const outcome = await services.artifacts.delete(artifact);
            result[outcome].push(artifact);
            services.report.info(`  ${outcome === 'deleted' ? 'deleted' : 'already gone:'} ${label(artifact)}`);
        }
        catch (thrown) {
            const error = (0,lib_errors/* asActionError */.z6)(thrown);
            stopped ||= meetsAll(error);
            result.failed.push({ artifact, error });
            services.report.info(`  failed: ${error.message}`);
        }
    });
    return result;
}
/** Nothing done of a plan. */
function noDeletions(plan) {
    return { dryRun: false, deleted: [], gone: [], failed: [], remaining: [...plan] };
}
function oldestFirst(artifacts) {
    return artifacts.toSorted((a, b) => a.id - b.id);
}
function meetsAll(error) {
    return (error instanceof lib_errors/* RequestError */.GI &&
        ['api-unauthorized', 'api-forbidden', 'api-rate-limited'].includes(error.code));
}
function label({ name, id, size_in_bytes: size }) {
    return `${(0,printable/* printable */.g)(name)} (${id}), ${(0,domain_size/* formatSize */.X)(size)}`;
}

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./lib/archive/entry-path.js
/** The longest name that common file systems take, in bytes of UTF-8. */
const MAX_SEGMENT_BYTES = 255;
/** PATH_MAX of Linux, in bytes of UTF-8. */
const MAX_PATH_BYTES = 4096;
/** C0, DEL, C1, line and paragraph separator. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/;
/** https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file, with or without an extension. */
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$/i;
/**
 * Checks the path of an archive's entry (a folder's without its last slash). What leads elsewhere on any system is
 * refused on every system, so that an archive means the same everywhere; what only Windows cannot store is refused there.
 */
function checkEntryPath(path, platform) {
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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
;// CONCATENATED MODULE: ./lib/archive/entry-name.js
/** The upper half of code page 437, the charset of names without the UTF-8 flag (APPNOTE D.1). */
const CP437 = 'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** The text of valid UTF-8; undefined where bytes are overlong, surrogates or otherwise not valid. */
function decodeUtf8(bytes) {
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

// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
;// CONCATENATED MODULE: ./lib/archive/extra-fields.js


/** Why an extra field is not taken. */
class ExtraFieldError extends Error {
}
const ZIP64 = 0x0001;
const EXTENDED_TIMESTAMP = 0x5455;
const UNICODE_PATH = 0x7075;
/** Reads a list of (id, length, data). @throws ExtraFieldError when it overruns or a field comes twice that may not */
function parseExtraFields(extra) {
    const fields = { zip64: undefined, mtime: undefined, unicodePath: undefined };
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
/** Deflate's own limit: 258 bytes in two bits, https://zlib.net/zlib_tech.html */
const MAX_RATIO = 1032;
const DOS_FOLDER = 0x10;
/**
 * Reads one header of the central directory from `bytes`, which begins with it and holds all of it.
 *
 * @throws ArchiveError naming the entry and the reason
 */
function parseCentralHeader(bytes, platform) {
    const nameEnd = CENTRAL_SIZE + bytes.readUInt16LE(28);
    const rawName = bytes.subarray(CENTRAL_SIZE, nameEnd);
    const extra = bytes.subarray(nameEnd, nameEnd + bytes.readUInt16LE(30));
    const shown = (0,printable/* printable */.g)(decodeUnflagged(rawName));
    const refuse = (refusal, reason) => new lib_errors/* ArchiveError */.di(refusal, reason, { entry: shown });
    const orRefuse = (action) => {
        try {
            return action();
        }
        catch (error) {
            throw error instanceof ExtraFieldError ? refuse('structure', error.message) : error;
        }
    };
    const flags = bytes.readUInt16LE(8);
    const method = bytes.readUInt16LE(10);
    const unsupported = unsupportedFeature(bytes.readUInt16LE(6), flags, method);
    if (unsupported !== undefined)
        throw refuse('unsupported', unsupported);
    const fields = orRefuse(() => parseExtraFields(extra));
    const [uncompressed, compressed, offset, disk] = [24, 20, 42]
        .map(at => bytes.readUInt32LE(at))
        .concat(bytes.readUInt16LE(34));
    const sizes = orRefuse(() => resolveZip64(fields.zip64, [
        {
            key: 'uncompressedSize',
            value: uncompressed,
            isMarker: uncompressed === 0xffffffff,
            bytes: 8
        },
        { key: 'compressedSize', value: compressed, isMarker: compressed === 0xffffffff, bytes: 8 },
        { key: 'offset', value: offset, isMarker: offset === 0xffffffff, bytes: 8 },
        { key: 'disk', value: disk, isMarker: disk === 0xffff, bytes: 4 }
    ]));
    if (sizes.disk !== 0)
        throw refuse('unsupported', 'it is on another disk (multi-disk)');
    const name = nameOf({ rawName, flags, unicodePath: fields.unicodePath }, { refuse, orRefuse });
    const isFolder = name.endsWith('/');
    const path = isFolder ? name.slice(0, -1) : name;
    const problem = pathProblem(name, path, platform);
    if (problem !== undefined)
        throw refuse(problem.refusal, problem.reason);
    const attributes = bytes.readUInt32LE(38);
    checkKind({ isFolder, attributes, unix: bytes.readUInt8(5) === 3 }, refuse);
    if (isFolder && sizes.uncompressedSize !== 0)
        throw refuse('structure', 'it is a folder and carries data');
    checkSizes(method, sizes, refuse);
    return {
        path,
        kind: isFolder ? 'folder' : 'file',
        rawName: rawName.toString('latin1'),
        flags,
        method,
        crc32: bytes.readUInt32LE(16),
        compressedSize: sizes.compressedSize,
        uncompressedSize: sizes.uncompressedSize,
        mode: (attributes >>> 16) & ANY_EXECUTE ? 0o755 : 0o644,
        mtime: fields.mtime === undefined
            ? dosTime(bytes.readUInt16LE(12), bytes.readUInt16LE(14))
            : fields.mtime * 1000,
        offset: sizes.offset,
        end: 0
    };
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
function nameOf({ rawName, flags, unicodePath }, { refuse, orRefuse }) {
    const flagged = (flags & FLAG_UTF8) !== 0;
    const name = flagged ? decodeUtf8(rawName) : decodeUnflagged(rawName);
    if (name === undefined)
        throw refuse('name', 'its name is no valid UTF-8');
    const unicode = orRefuse(() => unicodePathFor(rawName, unicodePath));
    if (unicode === undefined || unicode === name)
        return name;
    if (flagged)
        throw refuse('mismatch', 'it has two names: its Unicode path is another');
    return unicode;
}
function pathProblem(name, path, platform) {
    if (name === '/')
        return { refusal: 'path', reason: 'its path is absolute' };
    return checkEntryPath(path, platform);
}
function checkKind({ isFolder, attributes, unix }, refuse) {
    const type = (attributes >>> 16) & TYPE_MASK;
    if (type !== 0 && type !== TYPE_FILE && type !== TYPE_FOLDER) {
        throw refuse('link', `it is ${TYPES[type] ?? 'neither a file nor a folder'}`);
    }
    const folderMode = type === TYPE_FOLDER || (!unix && type === 0 && (attributes & DOS_FOLDER) !== 0);
    if (folderMode && !isFolder)
        throw refuse('structure', 'it has the mode of a folder and the name of a file');
}
/** No room is made on the archive's word: a size that the data cannot have is refused before anything is read. */
function checkSizes(method, { compressedSize, uncompressedSize }, refuse) {
    if (method === 0 && compressedSize !== uncompressedSize) {
        throw refuse('size', 'it is stored, and its two sizes differ');
    }
    if (method !== 0 && uncompressedSize > (compressedSize + 1) * MAX_RATIO) {
        throw refuse('size', `${compressedSize} bytes cannot inflate to ${uncompressedSize}`);
    }
}
/**
 * MS-DOS time (APPNOTE 4.4.6) as milliseconds since the epoch. It has no time zone: read as UTC, which is what archiver
 * (and so upload-artifact) writes.
 */
function dosTime(time, date) {
    return Date.UTC(1980 + (date >>> 9), ((date >>> 5) & 0xf) - 1, date & 0x1f, time >>> 11, (time >>> 5) & 0x3f, (time & 0x1f) * 2);
}

;// CONCATENATED MODULE: ./lib/archive/end-record.js



// APPNOTE 4.3.16, 4.3.15, 4.3.14
const END_SIGNATURE = 0x06054b50;
const END_SIZE = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_SIZE = 20;
const ZIP64_SIGNATURE = 0x06064b50;
const ZIP64_SIZE = 56;
const MAX_COMMENT = 65_535;
const MAX_SNIPPET = 100;
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
        throw new lib_errors/* ArchiveError */.di('unsupported', 'it is one disk of several (multi-disk)');
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
        throw new lib_errors/* ArchiveError */.di('structure', 'its end record counts entries on other disks');
    }
    if (place.offset + place.size !== place.end) {
        const [said, is] = [place.offset + place.size, place.end];
        throw new lib_errors/* ArchiveError */.di('structure', `its directory should end at byte ${said}, but what follows begins at ${is}`);
    }
    return { entryCount: place.entryCount, offset: place.offset, size: place.size };
}
/** Where in the tail the end record begins. */
async function findEndRecord(tail, source) {
    const found = [];
    let sawAny;
    for (let at = tail.length - END_SIZE; at >= 0; at--) {
        if (tail.readUInt8(at) !== 0x50 || tail.readUInt32LE(at) !== END_SIGNATURE)
            continue;
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
    const inComment = tail.indexOf(Buffer.from('PK\x05\x06', 'latin1'), last + END_SIZE) >= 0;
    if (others.length > 0 || inComment)
        throw new lib_errors/* ArchiveError */.di('structure', 'it has an end record inside the comment');
    return last;
}
async function noEndRecord(tail, source, sawAny) {
    const start = tail.length === source.size ? tail : await source.read(0, Math.min(source.size, MAX_SNIPPET));
    if (source.size === 0)
        return new lib_errors/* ArchiveError */.di('not-a-zip', 'it is empty, not a zip archive');
    if (sawAny === 'before the end')
        return new lib_errors/* ArchiveError */.di('structure', 'bytes follow its end record');
    if (sawAny === 'beyond the end')
        return new lib_errors/* ArchiveError */.di('truncated', 'its end record is cut off');
    // "PK" and a local header, a descriptor's sign or less of it: the front of an archive.
    const front = Buffer.from('PK\x03\x04', 'latin1');
    const looksLikeZip = front.subarray(0, start.length).equals(start.subarray(0, 4)) || start.indexOf('PK\x05', 0, 'latin1') === 0;
    if (looksLikeZip)
        return new lib_errors/* ArchiveError */.di('truncated', 'its end is missing');
    const snippet = (0,printable/* printable */.g)(start.subarray(0, MAX_SNIPPET).toString('utf8'), MAX_SNIPPET);
    return new lib_errors/* ArchiveError */.di('not-a-zip', `it is not a zip archive; it begins with: ${snippet}`);
}
async function readZip64(source, { locator, locatorOffset, plain }) {
    const refuse = (reason) => new lib_errors/* ArchiveError */.di('structure', reason);
    try {
        if (locator.readUInt32LE(4) !== 0 || locator.readUInt32LE(16) > 1) {
            throw new lib_errors/* ArchiveError */.di('unsupported', 'it is one disk of several (multi-disk)');
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
            throw new lib_errors/* ArchiveError */.di('unsupported', 'it is one disk of several (multi-disk)');
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

;// CONCATENATED MODULE: ./lib/archive/entry-tree.js



/**
 * Checks that the paths of all entries can be together: none twice (a folder may be), no file where another entry needs
 * a folder, and where the file system folds names, none that fold together. A file of no bytes under which others lie is
 * how `@actions/artifact` writes a folder: it becomes one.
 */
function checkTree(entries, folds) {
    const files = new Map();
    const parents = new Set();
    const folders = new Set();
    for (const entry of entries) {
        addParents(entry.path, parents);
        if (entry.kind === 'folder')
            folders.add(entry.path);
        else if (files.has(entry.path))
            throw refuse('its path comes twice', entry);
        else
            files.set(entry.path, entry);
    }
    for (const entry of files.values()) {
        const isParent = parents.has(entry.path);
        if (!isParent && !folders.has(entry.path))
            continue;
        if (!isParent || entry.uncompressedSize !== 0)
            throw refuse('it is a file where another entry needs a folder', entry);
        entry.kind = 'folder';
    }
    if (folds)
        checkFolding([...parents, ...folders, ...files.keys()]);
}
function addParents(path, parents) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        const parent = path.slice(0, slash);
        if (parents.has(parent))
            return;
        parents.add(parent);
    }
}
function checkFolding(paths) {
    const spelled = new Map();
    for (const path of paths) {
        const folded = foldPath(path);
        const other = spelled.get(folded);
        if (other !== undefined && other !== path) {
            throw new lib_errors/* ArchiveError */.di('duplicate', `"${(0,printable/* printable */.g)(other)}" is the same name on this file system`, {
                entry: (0,printable/* printable */.g)(path)
            });
        }
        spelled.set(folded, path);
    }
}
function refuse(reason, { path }) {
    return new lib_errors/* ArchiveError */.di('duplicate', reason, { entry: (0,printable/* printable */.g)(path) });
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
    return new lib_errors/* ArchiveError */.di(refusal, reason, { entry: (0,printable/* printable */.g)(path) });
}
/** How long a local header is, from its first `LOCAL_SIZE` bytes; it may reach past the entry's own bytes. */
function localHeaderLength(head) {
    return LOCAL_SIZE + head.readUInt16LE(26) + head.readUInt16LE(28);
}
/**
 * Holds a local header against the central directory.
 *
 * @param head begins with the header; of a header that reaches past the entry it may hold less
 * @returns where the entry's data begins, in bytes from the header's first
 * @throws ArchiveError where the two disagree, or where data and descriptor do not fill the entry's bytes exactly
 */
function checkLocalHeader(head, entry) {
    if (head.readUInt32LE(0) !== LOCAL_SIGNATURE) {
        throw refuseEntry('structure', 'no local header is where the directory says', entry);
    }
    const length = localHeaderLength(head);
    const rest = entry.end - entry.offset - length - entry.compressedSize;
    if (rest < 0)
        throw refuseEntry('overlap', 'it reaches into what comes after it', entry);
    const hasDescriptor = (entry.flags & FLAG_DESCRIPTOR) !== 0;
    if (hasDescriptor ? !DESCRIPTOR_SIZES.includes(rest) : rest !== 0) {
        throw refuseEntry('structure', `${rest} bytes follow its data that are ${hasDescriptor ? 'no descriptor' : 'of no entry'}`, entry);
    }
    const rawName = head.subarray(LOCAL_SIZE, LOCAL_SIZE + head.readUInt16LE(26));
    if (rawName.toString('latin1') !== entry.rawName)
        throw refuseEntry('mismatch', 'its local header has another name', entry);
    if (head.readUInt16LE(6) !== entry.flags)
        throw refuseEntry('mismatch', 'its local header has other flags', entry);
    if (head.readUInt16LE(8) !== entry.method)
        throw refuseEntry('mismatch', 'its local header has another method', entry);
    try {
        local_header_checkSizes(head, {
            rawName,
            extra: head.subarray(LOCAL_SIZE + rawName.length, length),
            hasDescriptor,
            entry
        });
    }
    catch (error) {
        throw error instanceof ExtraFieldError
            ? refuseEntry('structure', `in its local header, ${error.message}`, entry)
            : error;
    }
    return length;
}
function local_header_checkSizes(head, { rawName, extra, hasDescriptor, entry }) {
    const fields = parseExtraFields(extra);
    const unicode = unicodePathFor(rawName, fields.unicodePath);
    if (unicode !== undefined && unicode.replace(/\/$/, '') !== entry.path) {
        throw refuseEntry('mismatch', 'its local header has another Unicode path', entry);
    }
    // APPNOTE 4.5.3: in a local header the field holds both sizes, in this order.
    const { zip64 } = fields;
    if (zip64 !== undefined && zip64.length !== 16)
        throw new ExtraFieldError('its zip64 field does not hold both sizes');
    const check = (what, local, central) => {
        if (local !== central && !(hasDescriptor && local === 0)) {
            throw refuseEntry('mismatch', `its local header has another ${what}`, entry);
        }
    };
    check('CRC-32', head.readUInt32LE(14), entry.crc32);
    const sizes = [
        { what: 'uncompressed size', at: 22, inField: 0, central: entry.uncompressedSize },
        { what: 'compressed size', at: 18, inField: 8, central: entry.compressedSize }
    ];
    for (const { what, at, inField, central } of sizes) {
        const local = head.readUInt32LE(at);
        if (zip64 !== undefined)
            check(what, safeUInt64(zip64, inField), central);
        else if (local === ZIP64_MARKER)
            throw new ExtraFieldError('its zip64 field is missing');
        if (local !== ZIP64_MARKER)
            check(what, local, central);
    }
}
/** Holds a descriptor (empty where there is none) against the central directory. */
function checkDescriptor(descriptor, entry) {
    if (descriptor.length === 0)
        return;
    const at = descriptor.length % 8 === 0 ? 4 : 0;
    if (at === 4 && descriptor.readUInt32LE(0) !== DESCRIPTOR_SIGNATURE) {
        throw refuseEntry('structure', 'its descriptor has no signature', entry);
    }
    const wide = descriptor.length >= 20;
    const sizeAt = (index) => wide
        ? descriptor.readBigUInt64LE(at + 4 + index * 8)
        : BigInt(descriptor.readUInt32LE(at + 4 + index * 4));
    const agrees = descriptor.readUInt32LE(at) === entry.crc32 &&
        sizeAt(0) === BigInt(entry.compressedSize) &&
        sizeAt(1) === BigInt(entry.uncompressedSize);
    if (!agrees)
        throw refuseEntry('mismatch', 'its descriptor disagrees with the directory', entry);
}

;// CONCATENATED MODULE: ./lib/archive/directory.js






/** How much of the directory is read at once, in bytes; more than the largest header (46 + 3 × 65,535). */
const SLICE = 1 << 20;
/**
 * Reads the central directory, the authority on what an archive holds, and checks all that can be checked without the
 * entries' bytes: each header by itself, the paths together, and that the entries fill the file from its first byte to
 * the directory without sharing any. Entries come in the order of their offsets.
 *
 * @throws ArchiveError for whatever an archive must not be
 */
async function readDirectory(source, { platform, folds }) {
    const { entryCount, offset, size } = await readEndRecord(source);
    // No list is made on the archive's word: so many headers have to fit.
    if (entryCount * CENTRAL_SIZE > size) {
        throw new lib_errors/* ArchiveError */.di('structure', `its end record counts ${entryCount} entries, more than its directory can hold`);
    }
    const entries = [];
    for await (const header of readHeaders(source, offset, size)) {
        if (entries.length === entryCount)
            throw new lib_errors/* ArchiveError */.di('structure', 'its directory holds more than the end record counts');
        entries.push(parseCentralHeader(header, platform));
    }
    if (entries.length !== entryCount) {
        throw new lib_errors/* ArchiveError */.di('structure', `its directory holds ${entries.length} entries, its end record counts ${entryCount}`);
    }
    checkTree(entries, folds);
    fillExtents(entries, offset);
    return entries;
}
/** The bytes of each header, one after the other, read in slices. */
async function* readHeaders(source, start, size) {
    const end = start + size;
    let slice = Buffer.alloc(0);
    let sliceStart = start;
    for (let at = start; at < end;) {
        if (at - sliceStart + CENTRAL_SIZE + 3 * 0xffff > slice.length && sliceStart + slice.length < end) {
            slice = await source.read(at, Math.min(SLICE, end - at));
            sliceStart = at;
        }
        const rest = slice.subarray(at - sliceStart);
        if (rest.length < CENTRAL_SIZE || rest.readUInt32LE(0) !== CENTRAL_SIGNATURE) {
            throw new lib_errors/* ArchiveError */.di('structure', `its directory has no entry at byte ${at}, where one should be`);
        }
        const length = CENTRAL_SIZE + rest.readUInt16LE(28) + rest.readUInt16LE(30) + rest.readUInt16LE(32);
        if (length > rest.length)
            throw new lib_errors/* ArchiveError */.di('structure', `its directory ends inside the entry at byte ${at}`);
        yield rest.subarray(0, length);
        at += length;
    }
}
/** Sorts by offset and gives each entry its end. The exact fit is checked with the local header. */
function fillExtents(entries, directoryOffset) {
    entries.sort((a, b) => a.offset - b.offset);
    const first = entries[0]?.offset ?? directoryOffset;
    if (first !== 0)
        throw new lib_errors/* ArchiveError */.di('structure', `${first} bytes stand before its first entry`);
    const last = entries.at(-1);
    // First of all, or the entry before it would be blamed for the gap.
    if (last !== undefined && last.offset > directoryOffset) {
        throw new lib_errors/* ArchiveError */.di('overlap', 'it begins beyond the directory', { entry: (0,printable/* printable */.g)(last.path) });
    }
    for (const [index, entry] of entries.entries()) {
        entry.end = entries[index + 1]?.offset ?? directoryOffset;
        const spare = entry.end - entry.offset - LOCAL_SIZE - entry.rawName.length - entry.compressedSize;
        if (spare < 0) {
            const into = index + 1 < entries.length ? 'the next entry' : 'the directory';
            throw new lib_errors/* ArchiveError */.di('overlap', `it reaches into ${into}`, { entry: (0,printable/* printable */.g)(entry.path) });
        }
        if (spare > MAX_OVERHEAD) {
            throw new lib_errors/* ArchiveError */.di('structure', 'bytes of no entry follow it', { entry: (0,printable/* printable */.g)(entry.path) });
        }
    }
}

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
;// CONCATENATED MODULE: ./lib/archive/source.js



const readAsync = (0,external_node_util_.promisify)(external_node_fs_.read);
/** An archive in an open file, which stays the caller's to close. */
class FileSource {
    size;
    #descriptor;
    constructor(descriptor, size) {
        this.#descriptor = descriptor;
        this.size = size;
    }
    async read(offset, length) {
        const buffer = Buffer.allocUnsafe(length);
        for (let filled = 0; filled < length;) {
            const { bytesRead } = await readAsync(this.#descriptor, buffer, filled, length - filled, offset + filled);
            if (bytesRead === 0)
                throw new lib_errors/* ArchiveError */.di('truncated', `the file ends at byte ${offset + filled}`);
            filled += bytesRead;
        }
        return buffer;
    }
}

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./lib/archive/unpack.js






/** How much of a large file is in memory at once, in bytes. */
const CHUNK = 1 << 20;
/** Does one job and returns how many files and bytes it wrote. */
async function unpack(job, context) {
    switch (job.kind) {
        case 'run':
            return unpackRun(job, context);
        case 'large':
            await unpackLarge(job.entry, context);
            return { files: 1, bytes: job.entry.uncompressedSize };
        case 'skip':
            findData(job.entry, context);
            return { files: 0, bytes: 0 };
    }
}
function unpackRun({ entries, picked }, context) {
    const start = entries[0]?.offset ?? 0;
    const run = readAt(context.descriptor, start, (entries.at(-1)?.end ?? start) - start);
    const written = { files: 0, bytes: 0 };
    for (const [index, entry] of entries.entries()) {
        const extent = run.subarray(entry.offset - start, entry.end - start);
        const dataStart = checkLocalHeader(extent, entry);
        const dataEnd = dataStart + entry.compressedSize;
        checkDescriptor(extent.subarray(dataEnd), entry);
        if (!picked[index])
            continue;
        const content = inflate(extent.subarray(dataStart, dataEnd), entry);
        if ((0,external_node_zlib_.crc32)(content) !== entry.crc32)
            throw wrongCrc(entry);
        if (entry.kind === 'folder')
            continue;
        writeFile(entry, context, content);
        written.files++;
        written.bytes += content.length;
    }
    return written;
}
function writeFile(entry, context, content) {
    const file = new NewFile(entry, context);
    try {
        file.write(content);
        file.finish();
    }
    finally {
        file.close();
    }
}
/** The whole content of an entry, stopped one byte past its declared size. */
function inflate(data, entry) {
    if (entry.method === 0)
        return data;
    const room = entry.uncompressedSize + 1;
    try {
        // With `info` the engine comes too, which knows how much of the input was taken. One chunk of the right size saves
        // the copy that joins chunks; zlib wants at least 64 bytes.
        const options = { chunkSize: Math.max(64, room), maxOutputLength: room, info: true };
        const { buffer, engine } = (0,external_node_zlib_.inflateRawSync)(data, options);
        checkInflated(entry, buffer.length, engine.bytesWritten);
        return buffer;
    }
    catch (error) {
        throw inflateError(error, entry);
    }
}
/** Streams a large file in chunks: its size does not show in memory, nor does what it inflates to. */
async function unpackLarge(entry, context) {
    const dataStart = findData(entry, context);
    const chunks = readChunks(context.descriptor, dataStart, entry.compressedSize);
    const file = new NewFile(entry, context);
    try {
        let size = 0;
        let crc = 0;
        for await (const chunk of entry.method === 0 ? chunks : inflateChunks(chunks, entry)) {
            size += chunk.length;
            // Before it is written: what inflates without end stops here.
            if (size > entry.uncompressedSize)
                checkInflated(entry, size, entry.compressedSize);
            crc = (0,external_node_zlib_.crc32)(chunk, crc);
            file.write(chunk);
            context.onProgress?.();
        }
        checkInflated(entry, size, entry.compressedSize);
        if (crc !== entry.crc32)
            throw wrongCrc(entry);
        file.finish();
    }
    finally {
        file.close();
    }
}
async function* inflateChunks(chunks, entry) {
    const input = external_node_stream_.Readable.from(chunks);
    const engine = (0,external_node_zlib_.createInflateRaw)({ chunkSize: CHUNK });
    input.on('error', error => engine.destroy(error));
    try {
        yield* input.pipe(engine);
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
function* readChunks(descriptor, start, length) {
    for (let at = 0; at < length; at += CHUNK)
        yield readAt(descriptor, start + at, Math.min(CHUNK, length - at));
}
/** Checks an entry's local header and descriptor and returns where in the archive its data begins. */
function findData(entry, { descriptor }) {
    const longest = entry.end - entry.offset - entry.compressedSize;
    const head = readAt(descriptor, entry.offset, longest);
    const dataStart = entry.offset + checkLocalHeader(head, entry);
    const dataEnd = dataStart + entry.compressedSize;
    checkDescriptor(readAt(descriptor, dataEnd, entry.end - dataEnd), entry);
    return dataStart;
}
function checkInflated(entry, size, taken) {
    const declared = entry.uncompressedSize;
    if (size > declared)
        throw refuseEntry('size', `it inflates to more than the ${declared} bytes it declares`, entry);
    if (size < declared)
        throw refuseEntry('size', `it inflates to ${size} bytes, not the ${declared} it declares`, entry);
    if (taken !== entry.compressedSize)
        throw leftOver(entry);
}
function leftOver(entry) {
    return refuseEntry('deflate', 'bytes are left over after its compressed data', entry);
}
function wrongCrc(entry) {
    return refuseEntry('crc', 'its bytes do not have the CRC-32 that the archive gives', entry);
}
function inflateError(thrown, entry) {
    const { code } = thrown;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
        return refuseEntry('size', `it inflates to more than the ${entry.uncompressedSize} bytes it declares`, entry);
    }
    if (code === 'Z_BUF_ERROR')
        return refuseEntry('deflate', 'its compressed data is unfinished', entry);
    return code?.startsWith('Z_') ? refuseEntry('deflate', 'its compressed data is broken', entry) : thrown;
}
/** A file that must not exist yet, with the mode and the time of its entry. */
class NewFile {
    #entry;
    #umask;
    #descriptor;
    constructor(entry, { to, umask }) {
        this.#entry = entry;
        this.#umask = umask;
        this.#descriptor = (0,external_node_fs_.openSync)(external_node_path_.join(to, entry.path), 'wx', entry.mode);
    }
    write(bytes) {
        for (let at = 0; at < bytes.length;)
            at += (0,external_node_fs_.writeSync)(this.#descriptor, bytes, at);
    }
    /** Once its content is known to be right. */
    finish() {
        const { mode, mtime } = this.#entry;
        if ((mode & this.#umask) !== 0)
            (0,external_node_fs_.fchmodSync)(this.#descriptor, mode);
        (0,external_node_fs_.futimesSync)(this.#descriptor, mtime / 1000, mtime / 1000);
    }
    close() {
        (0,external_node_fs_.closeSync)(this.#descriptor);
    }
}
function readAt(descriptor, offset, length) {
    const buffer = Buffer.allocUnsafe(length);
    for (let filled = 0; filled < length;) {
        const count = (0,external_node_fs_.readSync)(descriptor, buffer, filled, length - filled, offset + filled);
        if (count === 0)
            throw new lib_errors/* ArchiveError */.di('truncated', `the file ends at byte ${offset + filled}`);
        filled += count;
    }
    return buffer;
}

// EXTERNAL MODULE: external "node:worker_threads"
var external_node_worker_threads_ = __webpack_require__(5919);
;// CONCATENATED MODULE: ./lib/archive/worker-pool.js


/** Jobs that a worker has at once: the next one waits with it, so that it need not wait for us. */
const JOBS_EACH = 2;
/**
 * Does jobs in worker threads, taking each from the iterator only when a worker has room for it. Every way out of here,
 * an error and an abort too, comes after the threads have ended: nothing writes any more.
 *
 * @throws ArchiveError, an error with the `code` of a failed system call, or ActionError for a worker that died or hung
 */
async function runInWorkers(jobs, { workerUrl, count, context, signal, hangTimeout }) {
    const iterator = jobs[Symbol.iterator]();
    const written = { files: 0, bytes: 0 };
    const workers = Array.from({ length: count }, () => ({
        thread: new external_node_worker_threads_.Worker(workerUrl, { workerData: context }),
        jobs: 0,
        heardAt: Date.now()
    }));
    let timer;
    const onAbort = new AbortController();
    try {
        await new Promise((resolve, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason), { signal: onAbort.signal });
            timer = setInterval(() => {
                const silent = workers.some(worker => worker.jobs > 0 && Date.now() - worker.heardAt > hangTimeout);
                if (silent)
                    reject(workerError(`said nothing for ${hangTimeout / 1000} s`));
            }, Math.min(1000, hangTimeout));
            let exhausted = false;
            const feed = (worker) => {
                while (worker.jobs < JOBS_EACH && !exhausted) {
                    const { value: job, done } = iterator.next();
                    if (done)
                        exhausted = true;
                    else {
                        if (worker.jobs++ === 0)
                            worker.heardAt = Date.now();
                        worker.thread.postMessage(job);
                    }
                }
                if (exhausted && workers.every(({ jobs }) => jobs === 0))
                    resolve();
            };
            for (const worker of workers) {
                worker.thread.on('error', error => reject(workerError(`died: ${error.message}`)));
                worker.thread.on('exit', code => reject(workerError(`ended with code ${code}`)));
                worker.thread.on('message', (message) => {
                    worker.heardAt = Date.now();
                    if (message.kind === 'alive')
                        return;
                    if (message.kind !== 'done') {
                        reject(errorOf(message));
                        return;
                    }
                    written.files += message.files;
                    written.bytes += message.bytes;
                    worker.jobs--;
                    feed(worker);
                });
            }
            for (const worker of workers)
                feed(worker);
            signal?.throwIfAborted();
        });
        return written;
    }
    finally {
        clearInterval(timer);
        onAbort.abort();
        await Promise.all(workers.map(({ thread }) => thread.terminate()));
    }
}
function errorOf(message) {
    if (message.kind === 'refused')
        return new lib_errors/* ArchiveError */.di(message.refusal, message.reason, { entry: message.entry });
    return Object.assign(new Error(message.message), message.code !== undefined && { code: message.code });
}
function workerError(what) {
    return new lib_errors/* ActionError */.lZ('internal', `The archive was not unpacked: an extraction thread ${what}`, {
        hint: 'Is the runner out of memory, or the disk stuck? Run the step again; if it stays so, please report it.'
    });
}

;// CONCATENATED MODULE: ./lib/archive/extract.js











/** What is larger, compressed or not, goes through in chunks. In bytes. */
const LARGE = 4 << 20;
/** Small entries go to a worker in runs of about so many bytes of the archive. */
const RUN = 1 << 20;
const RUN_ENTRIES = 1000;
/** Less work than this is done here: a thread takes longer to start. In bytes and entries. */
const IN_PROCESS = 1 << 20;
const IN_PROCESS_ENTRIES = 200;
/** More threads than this gained nothing when measured. */
const MAX_WORKERS = 4;
/** A worker is worth starting for so many bytes. */
const BYTES_A_WORKER = 4 << 20;
/** Folders are made so many in one go, so that signals are heard in between. */
const FOLDERS_AT_ONCE = 200;
const HANG_TIMEOUT = 120_000;
const FOLDER_MODE = 0o755;
/**
 * Unpacks a zip archive into a folder. The whole directory is checked before the first file is made; every entry's local
 * header, descriptor, size and CRC-32 as it is read. What is written when it throws is for the caller to discard.
 *
 * @throws ArchiveError for what docs/DESIGN.md says an archive must not be; errors of the file system as they are
 */
async function extractArchive(options) {
    const { file, to, pick, platform = process.platform, signal } = options;
    const archive = await (0,external_node_fs_promises_.open)(file);
    try {
        const { size } = await archive.stat();
        const folds = options.folds ?? (await foldsNames(to));
        const entries = await readDirectory(new FileSource(archive.fd, size), { platform, folds });
        const picked = new Set(entries.filter(entry => pick === undefined || (entry.kind === 'file' && pick(entry.path))));
        const bytes = [...picked].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
        await checkLimits(bytes, options);
        await makeFolders(picked, to);
        signal?.throwIfAborted();
        const context = { descriptor: archive.fd, to, umask: process.umask() };
        return await doJobs(jobsFor(entries, picked), { entries, bytes, context, options });
    }
    finally {
        await archive.close();
    }
}
async function doJobs(jobs, { entries, bytes, context, options }) {
    const work = Math.max(bytes, entries.at(-1)?.end ?? 0);
    if (work > IN_PROCESS || entries.length > IN_PROCESS_ENTRIES) {
        return await runInWorkers(jobs, {
            workerUrl: options.workerUrl,
            count: Math.min(MAX_WORKERS, (0,external_node_os_.availableParallelism)(), 1 + Math.floor(work / BYTES_A_WORKER)),
            context,
            signal: options.signal,
            hangTimeout: options.hangTimeout ?? HANG_TIMEOUT
        });
    }
    const written = { files: 0, bytes: 0 };
    for (const job of jobs) {
        const { files, bytes: count } = await unpack(job, context);
        written.files += files;
        written.bytes += count;
    }
    return written;
}
/** Cuts the archive into jobs, in its own order. What is not picked is checked too. */
function* jobsFor(entries, picked) {
    let run = { kind: 'run', entries: [], picked: [] };
    let runBytes = 0;
    for (const entry of entries) {
        const isLarge = entry.compressedSize > LARGE || entry.uncompressedSize > LARGE;
        const extent = entry.end - entry.offset;
        const isFull = runBytes + extent > RUN || run.entries.length === RUN_ENTRIES;
        if (run.entries.length > 0 && (isLarge || isFull)) {
            yield run;
            run = { kind: 'run', entries: [], picked: [] };
            runBytes = 0;
        }
        if (isLarge) {
            yield { kind: picked.has(entry) ? 'large' : 'skip', entry };
            continue;
        }
        run.entries.push(entry);
        run.picked.push(picked.has(entry));
        runBytes += extent;
    }
    if (run.entries.length > 0)
        yield run;
}
async function checkLimits(bytes, { to, maxExtractedSize }) {
    if (maxExtractedSize !== undefined && bytes > maxExtractedSize) {
        throw new lib_errors/* ArchiveError */.di('limit', `it unpacks to ${(0,domain_size/* formatSize */.X)(bytes)}, and max-extracted-size is ${(0,domain_size/* formatSize */.X)(maxExtractedSize)}`);
    }
    const { bavail, bsize } = await (0,external_node_fs_promises_.statfs)(to);
    if (bytes > bavail * bsize) {
        throw new lib_errors/* ArchiveError */.di('limit', `it unpacks to ${(0,domain_size/* formatSize */.X)(bytes)}, and the disk has ${(0,domain_size/* formatSize */.X)(bavail * bsize)} free`, {
            hint: 'Free some space, choose a path on another disk, or pick files.'
        });
    }
}
/** Makes every folder that the picked entries need, each once, the outer before the inner. */
async function makeFolders(picked, to) {
    const folders = new Set();
    const add = (folder) => {
        if (folder === '.' || folders.has(folder))
            return;
        add(external_node_path_.posix.dirname(folder));
        folders.add(folder);
    };
    for (const entry of picked)
        add(entry.kind === 'folder' ? entry.path : external_node_path_.posix.dirname(entry.path));
    const setsMode = process.umask() !== (0o777 & ~FOLDER_MODE);
    let made = 0;
    for (const folder of folders) {
        (0,external_node_fs_.mkdirSync)(external_node_path_.join(to, folder));
        if (setsMode)
            (0,external_node_fs_.chmodSync)(external_node_path_.join(to, folder), FOLDER_MODE);
        if (++made % FOLDERS_AT_ONCE === 0)
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

;// CONCATENATED MODULE: ./lib/domain/layout.js
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

// EXTERNAL MODULE: ./lib/target/disk-error.js
var disk_error = __webpack_require__(799);
// EXTERNAL MODULE: ./lib/target/target.js + 9 modules
var target_target = __webpack_require__(1138);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: ./node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __webpack_require__(4942);
;// CONCATENATED MODULE: ./lib/transfer/download.js







const download_MAX_REDIRECTS = 5;
/**
 * Streams the bytes behind a signed URL into a file, hashing on the way.
 *
 * @throws RequestError for a status other than 200, a broken connection or a body shorter than its Content-Length
 */
async function download({ label, url, file, signal, onBytes }) {
    const client = new lib/* HttpClient */.Qq('artifact-action', [], { allowRedirects: false });
    const hash = (0,external_node_crypto_.createHash)('sha256');
    let bytes = 0;
    const count = new external_node_stream_.Transform({
        transform(chunk, _encoding, done) {
            bytes += chunk.length;
            onBytes?.(chunk.length);
            hash.update(chunk);
            done(null, chunk);
        }
    });
    try {
        const message = await get(client, url, label);
        await (0,external_node_stream_promises_.pipeline)(message, count, (0,external_node_fs_.createWriteStream)(file), { signal });
        const expected = message.headers['content-length'];
        if (expected !== undefined && Number(expected) !== bytes) {
            throw failure(label, `the connection ended after ${(0,domain_size/* formatSize */.X)(bytes)} of ${(0,domain_size/* formatSize */.X)(Number(expected))}`);
        }
        return {
            bytes,
            sha256: hash.digest('hex'),
            contentType: message.headers['content-type'],
            contentDisposition: message.headers['content-disposition']
        };
    }
    catch (error) {
        signal?.throwIfAborted();
        if (error instanceof lib_errors/* RequestError */.GI || isDiskError(error))
            throw error;
        throw failure(label, `the connection broke after ${(0,domain_size/* formatSize */.X)(bytes)} (${codeOf(error)})`);
    }
    finally {
        client.dispose();
    }
}
async function get(client, start, label) {
    let url = start;
    for (let hop = 0; hop <= download_MAX_REDIRECTS; hop++) {
        const { message } = await client.get(url.href);
        const status = message.statusCode ?? 0;
        if (status === 200)
            return message;
        message.resume();
        const location = message.headers.location;
        if (status < 300 || status > 399 || location === undefined || !URL.canParse(location, url.href)) {
            throw failure(label, `storage answered ${status}`, status);
        }
        const next = new URL(location, url);
        if (next.protocol !== 'https:' && next.protocol !== url.protocol) {
            throw failure(label, `storage redirects from ${url.protocol} to ${next.protocol}, which is refused`, status);
        }
        url = next;
    }
    throw failure(label, `storage redirects more than ${download_MAX_REDIRECTS} times`, 302);
}
/** No cause: an error of the HTTP stack may hold the signed URL. */
function failure(label, what, status) {
    return new lib_errors/* RequestError */.GI('storage-failed', `${label} could not be downloaded: ${what}`, {
        hint: 'Is the storage host reachable from this runner (firewall, proxy)? Run the step again.',
        status,
        // 401 and 403: the signed URL ran out; the next try asks for a new one.
        retryable: (0,lib_errors/* isTransient */.dg)(status) || status === 401 || status === 403
    });
}
function codeOf(error) {
    return error.code ?? (0,lib_errors/* messageOf */.bD)(error).replace(/\?\S*/g, '');
}
/** Errors of the file system carry a path, those of sockets do not. */
function isDiskError(error) {
    return (typeof error.path === 'string' || error.code === 'ENOSPC');
}

// EXTERNAL MODULE: ./node_modules/content-disposition/index.js
var content_disposition = __webpack_require__(8111);
;// CONCATENATED MODULE: ./lib/transfer/file-name.js

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

;// CONCATENATED MODULE: ./lib/operations/download.js


















/**
 * `download`: each artifact is fetched, verified and unpacked out of sight, and becomes visible whole or not at all. One
 * failure does not stop the others.
 */
async function download_download(request, services) {
    const { selected, failure } = await selectArtifacts(request, services);
    const downloads = { path: request.path, placed: [], failed: [], files: 0, transferredBytes: 0 };
    const result = { operation: request.operation, selected, downloads };
    if (request.deleteAfter)
        result.deletions = noDeletions(selected);
    if (failure)
        return { ...result, failure };
    try {
        await new Download(request, services, downloads).run(selected);
        reportResult(downloads, selected, services);
        const failed = failure_failureOf('download', selected.length, downloads.failed);
        if (request.deleteAfter)
            result.deletions = await deleteDownloaded(downloads, services);
        const notDeleted = failure_failureOf('delete', selected.length, result.deletions?.failed ?? []);
        const error = failed ?? notDeleted;
        return { ...result, ...(error && { failure: error }) };
    }
    catch (error) {
        return { ...result, failure: (0,lib_errors/* asActionError */.z6)(error) };
    }
}
class Download {
    #request;
    #services;
    #downloads;
    constructor(request, services, downloads) {
        this.#request = request;
        this.#services = services;
        this.#downloads = downloads;
    }
    async run(selected) {
        const target = await (0,target_target/* openTarget */.Ap)(this.#request.path);
        try {
            await this.#fetchAll(selected, target);
        }
        finally {
            await target.close();
        }
        this.#downloads.placed.sort((a, b) => (0,artifact/* newestFirst */.l)(a.artifact, b.artifact));
    }
    async #fetchAll(selected, target) {
        // Where paths of two artifacts may meet, the oldest comes first so that the newest wins, and a conflict is found
        // before anything becomes visible.
        const stageAll = this.#request.mergeMultiple || this.#request.onConflict === 'error';
        const staged = [];
        await forEachConcurrently(selected.toReversed(), this.#services.queue.concurrency, async (artifact) => {
            const ready = await this.#tried(artifact, () => this.#stage(artifact, target));
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
    async #stage(artifact, target) {
        const into = foldersOf(artifact, {
            ...this.#request,
            ids: this.#request.place.kind === 'ids' ? this.#request.place.ids : []
        });
        for (const segment of into)
            checkName(segment, 'the artifact');
        const bytes = await target.stage();
        let staging;
        try {
            const file = external_node_path_.join(bytes.folder, 'archive');
            const downloaded = await this.#fetch(artifact, file);
            const digestAgreed = this.#checkDigest(artifact, downloaded);
            staging = await target.stage();
            const { files, extractedSize } = await this.#unpack({ artifact, downloaded, file, to: staging.folder });
            const tree = { folder: staging.folder, into, label: (0,printable/* printable */.g)(artifact.name) };
            return {
                artifact,
                tree,
                staging,
                files,
                extractedSize,
                digestAgreed,
                folder: external_node_path_.join(this.#request.path, ...into)
            };
        }
        catch (error) {
            await staging?.remove();
            throw error;
        }
        finally {
            await bytes.remove();
        }
    }
    /** Each try asks the API for a new signed URL: they live a minute. */
    async #fetch(artifact, file) {
        const { artifacts, queue, report, signal } = this.#services;
        return await queue.retry(async () => {
            const url = await artifacts.downloadUrl(artifact);
            report.secret(url.href);
            if (url.search !== '')
                report.secret(url.search.slice(1));
            return await queue.place(() => download({
                label: download_label(artifact),
                url,
                file,
                signal,
                onBytes: count => {
                    this.#downloads.transferredBytes += count;
                }
            }));
        });
    }
    #checkDigest(artifact, { sha256 }) {
        const { report } = this.#services;
        const expected = artifact.digest?.toLowerCase();
        if (!expected) {
            report.debug(`${download_label(artifact)}: the server gives no digest`);
            return undefined;
        }
        if (expected === `sha256:${sha256}`)
            return true;
        const message = `${download_label(artifact)}: the digest of what came (sha256:${sha256}) is not the one that the API gave (${(0,printable/* printable */.g)(expected)})`;
        switch (this.#request.digestMismatch) {
            case 'error':
                throw new lib_errors/* ActionError */.lZ('digest-mismatch', message, {
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
        return false;
    }
    async #unpack(options) {
        const { artifact, downloaded, file, to } = options;
        const { skipDecompress, files: pick, maxExtractedSize } = this.#request;
        const raw = rawFileName(artifact.name, downloaded);
        const keptAs = raw ?? (skipDecompress ? `${artifact.name}.zip` : undefined);
        if (keptAs !== undefined) {
            checkName(keptAs, 'its file');
            if (raw !== undefined && pick && !pick(raw))
                return { files: 0, extractedSize: 0 };
            await (0,external_node_fs_promises_.rename)(file, external_node_path_.join(to, keptAs));
            return { files: 1, extractedSize: downloaded.bytes };
        }
        const { signal, workerUrl } = this.#services;
        try {
            const extraction = await extractArchive({
                file,
                to,
                maxExtractedSize,
                signal,
                workerUrl,
                ...(pick && { pick })
            });
            return { files: extraction.files, extractedSize: extraction.bytes };
        }
        catch (error) {
            if (!(error instanceof lib_errors/* ArchiveError */.di))
                throw error;
            throw new lib_errors/* ActionError */.lZ('archive-refused', `${download_label(artifact)} is refused: ${error.message}`, {
                hint: error.hint ??
                    'Nothing of it was written. Look at the run that made it before you trust anything in it.',
                cause: error
            });
        }
    }
    async #install(staged, target) {
        const { onConflict } = this.#request;
        try {
            const trees = staged.map(({ tree }) => tree);
            const { files: written } = await target.install(trees, { onConflict });
            this.#downloads.files += written;
            this.#downloads.placed.push(...staged);
            for (const { artifact, files, extractedSize, folder } of staged) {
                this.#services.report.info(`  ${download_label(artifact)}: ${(0,plural/* plural */.L)(files, 'file')}, ${(0,domain_size/* formatSize */.X)(extractedSize)}, in ${(0,printable/* printable */.g)(folder)}`);
            }
        }
        catch (thrown) {
            const error = (0,lib_errors/* asActionError */.z6)(thrown);
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
                ? (0,lib_errors/* asActionError */.z6)(error)
                : (0,disk_error/* diskError */.w)(error, `${download_label(artifact)} could not be stored`));
            return undefined;
        }
    }
    #failed(artifact, error) {
        this.#downloads.failed.push({ artifact, error });
        this.#services.report.info(`  failed: ${error.message}`);
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
function reportResult({ placed, files, path: target, transferredBytes }, selected, { report }) {
    report.info(`Downloaded ${placed.length} of ${(0,plural/* plural */.L)(selected.length, 'artifact')} (${(0,domain_size/* formatSize */.X)((0,artifact/* totalSize */.U)(selected))}) to ${(0,printable/* printable */.g)(target)}: ${(0,plural/* plural */.L)(files, 'file')}, ${(0,domain_size/* formatSize */.X)(transferredBytes)} transferred`);
}
function checkName(name, whose) {
    const problem = checkSegment(name, process.platform);
    if (problem === undefined)
        return;
    throw new lib_errors/* ActionError */.lZ('artifact-name-invalid', `The name of ${whose}, "${(0,printable/* printable */.g)(name)}", cannot be a file name: ${problem.reason}`, {
        hint: 'Give one exact name or id, whose files go straight into path, or use merge-multiple.'
    });
}
function download_label({ name, id }) {
    return `Artifact "${(0,printable/* printable */.g)(name)}" (${id})`;
}

;// CONCATENATED MODULE: ./lib/operations/list.js



/** How many artifacts the log names; the outputs hold all. */
const MAX_LINES = 100;
/** `list` and `get`: the selection itself is the result. */
async function list(request, services) {
    const { selected, failure } = await selectArtifacts(request, services);
    for (const artifact of selected.slice(0, MAX_LINES)) {
        const created = artifact.created_at === null ? '' : `, created ${(0,printable/* printable */.g)(artifact.created_at)}`;
        const expired = artifact.expired ? ', expired' : '';
        services.report.info(`  ${(0,printable/* printable */.g)(artifact.name)} (${artifact.id}): ${(0,domain_size/* formatSize */.X)(artifact.size_in_bytes)}${created}${expired}`);
    }
    if (selected.length > MAX_LINES)
        services.report.info(`  and ${selected.length - MAX_LINES} more`);
    return { operation: request.operation, selected, ...(failure && { failure }) };
}

;// CONCATENATED MODULE: ./lib/operations/index.js







const OPERATIONS = { list: list, get: list, download: download_download, delete: deleteArtifacts };
/** Tries after the first. */
const RETRIES = 5;
/** Does what a request asks. Never throws an error of the outside world: what failed is in the result. */
async function runOperation(request, host) {
    const { report, signal, workerUrl, firstDelay } = host;
    const queue = new RequestQueue({
        concurrency: request.concurrency,
        retries: RETRIES,
        signal,
        ...(firstDelay !== undefined && { firstDelay }),
        onRetry: (error, delay) => report.info(`${error.message}; trying again in ${(delay / 1000).toFixed(1)} s`)
    });
    const client = new Client({
        apiUrl: request.apiUrl,
        token: request.token,
        queue,
        onAnswer: line => report.debug(line)
    });
    const artifacts = new Artifacts(client, request.repository, request.ownRepository);
    const run = OPERATIONS[request.operation];
    let result;
    try {
        result = await run(request, { artifacts, queue, report, signal, workerUrl });
    }
    catch (error) {
        result = { operation: request.operation, selected: [], failure: (0,lib_errors/* asActionError */.z6)(error) };
    }
    return { result, usage: { apiRequests: client.requests, rateLimitRemaining: client.rateLimitRemaining } };
}


/***/ })

};
