export const id = 437;
export const ids = [437];
export const modules = {

/***/ 5437:
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
    switch (status) {
        case 401:
            return [
                'api-unauthorized',
                'github-token is not valid on this server: expired, revoked, or of another server.'
            ];
        case 403:
            return ['api-forbidden', permissionHint(call)];
        case 404:
            return [
                'api-not-found',
                `Either it does not exist, or the token may not see it (404 is also the answer for a private repository). ${permissionHint(call)}`
            ];
        case 410:
            return [
                'artifact-expired',
                'Its files are gone for good. Run the workflow again, or raise retention-days where it is uploaded.'
            ];
        case 422:
            return ['api-rejected', 'The server did not take the request as it was. Check the inputs.'];
        default:
            return status === undefined
                ? ['api-failed', 'Check api-url, the network, and the proxy variables of the runner.']
                : ['api-failed', 'The server failed. Run the step again later.'];
    }
}
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
    return new lib_errors/* ActionError */.lZ('artifacts-failed', `Could not ${doing} ${failed.length} of ${total} artifacts:\n${told.join('\n')}`, { hint: hints.slice(0, MAX_HINTS).join('\n'), cause: first });
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
    report.info(`Selected ${selected.length} artifact${selected.length === 1 ? '' : 's'} (${(0,domain_size/* formatSize */.X)((0,artifact/* totalSize */.U)(selected))}) of ${placeName(request)}`);
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
    services.report.info(`${verb} ${deletions.deleted.length} of ${selected.length} artifacts (${(0,domain_size/* formatSize */.X)((0,artifact/* totalSize */.U)(deletions.deleted))})${deletions.gone.length > 0 ? `, ${deletions.gone.length} were already gone` : ''}`);
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
const WINDOWS_RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;
/**
 * Why a name cannot be a file or folder name on a platform; undefined when it can. For entries of an archive, artifact
 * names that become folders and names out of Content-Disposition alike.
 */
function checkSegment(name, platform) {
    if (name === '')
        return 'it is empty';
    if (name === '.' || name === '..')
        return `"${name}" leads elsewhere`;
    if (/[/\\]/.test(name))
        return 'it holds a slash or a backslash';
    if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(name))
        return 'it holds a control character';
    if (!name.isWellFormed())
        return 'it is no valid Unicode';
    if (Buffer.byteLength(name) > MAX_SEGMENT_BYTES)
        return `it is longer than ${MAX_SEGMENT_BYTES} bytes`;
    if (platform !== 'win32')
        return undefined;
    if (WINDOWS_RESERVED.test(name))
        return 'Windows reserves it';
    if (/[<>:"|?*]/.test(name))
        return 'it holds a character that Windows does not allow';
    return /[. ]$/.test(name) ? 'it ends in a dot or a space, which Windows drops' : undefined;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(6466);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(8522);
// EXTERNAL MODULE: ./node_modules/yauzl/index.js
var yauzl = __webpack_require__(663);
;// CONCATENATED MODULE: ./lib/archive/extract.js









/** Unix file types, from the high half of the external attributes (APPNOTE 4.4.15). */
const TYPE_MASK = 0o170000;
const REGULAR = 0o100000;
const DIRECTORY = 0o040000;
/**
 * Unpacks a zip archive by its central directory. Every path is checked before the first byte is written, every CRC-32
 * and size as the bytes come; modes become 0644 or 0755, times are kept.
 *
 * @throws ArchiveError for an archive that is broken or holds what it must not
 */
async function extractArchive({ file, to, pick, signal }) {
    const archive = await (0,yauzl/* openPromise */.sO)(file, { autoClose: false }).catch((error) => {
        throw new lib_errors/* ArchiveError */.di('not-a-zip', (0,printable/* printable */.g)((0,lib_errors/* messageOf */.bD)(error)), { cause: error });
    });
    try {
        const entries = [];
        for await (const entry of archive.eachEntry()) {
            checkEntry(entry);
            entries.push(entry);
        }
        checkPaths(entries);
        const done = { files: 0, bytes: 0 };
        for (const entry of entries) {
            signal?.throwIfAborted();
            const target = external_node_path_.join(to, ...segmentsOf(entry));
            const isFolder = entry.fileName.endsWith('/');
            if (pick && (isFolder || !pick(entry.fileName)))
                continue;
            await (0,external_node_fs_promises_.mkdir)(isFolder ? target : external_node_path_.dirname(target), { recursive: true });
            if (isFolder)
                continue;
            await writeEntry(target, entry, await archive.openReadStreamPromise(entry), signal);
            done.files++;
            done.bytes += entry.uncompressedSize;
        }
        return done;
    }
    catch (error) {
        signal?.throwIfAborted();
        if (error instanceof lib_errors/* ArchiveError */.di || error.syscall !== undefined)
            throw error;
        throw new lib_errors/* ArchiveError */.di('structure', (0,printable/* printable */.g)((0,lib_errors/* messageOf */.bD)(error)), { cause: error });
    }
    finally {
        archive.close();
    }
}
async function writeEntry(target, entry, bytes, signal) {
    let crc = 0;
    const check = async function* (source) {
        for await (const chunk of source) {
            crc = (0,external_node_zlib_.crc32)(chunk, crc);
            yield chunk;
        }
    };
    const mode = (entry.externalFileAttributes >>> 16) & 0o111 ? 0o755 : 0o644;
    await (0,external_node_stream_promises_.pipeline)(bytes, check, (0,external_node_fs_.createWriteStream)(target, { flags: 'wx', mode }), { signal });
    if (crc !== entry.crc32)
        throw refused('crc', 'its bytes do not have the CRC-32 that the archive gives', entry);
    const time = entry.getLastModDate();
    await (0,external_node_fs_promises_.utimes)(target, time, time);
}
function checkEntry(entry) {
    for (const segment of segmentsOf(entry)) {
        const problem = checkSegment(segment, process.platform);
        if (problem !== undefined)
            throw refused('path', `its path cannot be used: ${problem}`, entry);
    }
    const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK;
    if (type !== 0 && type !== REGULAR && type !== DIRECTORY)
        throw refused('link', 'it is no file and no folder', entry);
    if (entry.isEncrypted())
        throw refused('unsupported', 'it is encrypted', entry);
}
/** A path may come once only; a file may not be where another entry needs a folder. */
function checkPaths(entries) {
    const files = new Set();
    const folders = new Set();
    for (const entry of entries) {
        const segments = segmentsOf(entry);
        for (let depth = 1; depth < segments.length; depth++)
            folders.add(segments.slice(0, depth).join('/'));
        const own = segments.join('/');
        if (entry.fileName.endsWith('/'))
            folders.add(own);
        else if (files.has(own))
            throw refused('duplicate', 'its path comes twice', entry);
        else
            files.add(own);
    }
    for (const entry of entries) {
        const own = segmentsOf(entry).join('/');
        if (files.has(own) && folders.has(own))
            throw refused('duplicate', 'it is a file where a folder has to be', entry);
    }
}
function segmentsOf({ fileName }) {
    return fileName.replace(/\/$/, '').split('/');
}
function refused(refusal, reason, { fileName }) {
    return new lib_errors/* ArchiveError */.di(refusal, reason, { entry: (0,printable/* printable */.g)(fileName) });
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

// EXTERNAL MODULE: ./lib/target/target.js + 10 modules
var target_target = __webpack_require__(4694);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
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
        const { skipDecompress, files: pick } = this.#request;
        const raw = rawFileName(artifact.name, downloaded);
        const keptAs = raw ?? (skipDecompress ? `${artifact.name}.zip` : undefined);
        if (keptAs !== undefined) {
            checkName(keptAs, 'its file');
            if (raw !== undefined && pick && !pick(raw))
                return { files: 0, extractedSize: 0 };
            await (0,external_node_fs_promises_.rename)(file, external_node_path_.join(to, keptAs));
            return { files: 1, extractedSize: downloaded.bytes };
        }
        const { signal } = this.#services;
        try {
            const extraction = await extractArchive({ file, to, signal, ...(pick && { pick }) });
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
                this.#services.report.info(`  ${download_label(artifact)}: ${files} file${files === 1 ? '' : 's'}, ${(0,domain_size/* formatSize */.X)(extractedSize)}, in ${(0,printable/* printable */.g)(folder)}`);
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
            this.#failed(artifact, (0,lib_errors/* asActionError */.z6)(error));
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
    report.info(`Downloaded ${placed.length} of ${selected.length} artifacts (${(0,domain_size/* formatSize */.X)((0,artifact/* totalSize */.U)(selected))}) to ${(0,printable/* printable */.g)(target)}: ${files} files, ${(0,domain_size/* formatSize */.X)(transferredBytes)} transferred`);
}
function checkName(name, whose) {
    const problem = checkSegment(name, process.platform);
    if (problem === undefined)
        return;
    throw new lib_errors/* ActionError */.lZ('artifact-name-invalid', `The name of ${whose}, "${(0,printable/* printable */.g)(name)}", cannot be a file name: ${problem}`, {
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
    const { report, signal, firstDelay } = host;
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
        result = await run(request, { artifacts, queue, report, signal });
    }
    catch (error) {
        result = { operation: request.operation, selected: [], failure: (0,lib_errors/* asActionError */.z6)(error) };
    }
    return { result, usage: { apiRequests: client.requests, rateLimitRemaining: client.rateLimitRemaining } };
}


/***/ })

};
