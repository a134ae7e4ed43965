export const id = 440;
export const ids = [440];
export const modules = {

/***/ 6685:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ID: () => (/* binding */ uploadedAt),
/* harmony export */   UT: () => (/* binding */ totalSize),
/* harmony export */   jl: () => (/* binding */ ARTIFACT_TRAITS),
/* harmony export */   ll: () => (/* binding */ newestFirst)
/* harmony export */ });
const ARTIFACT_TRAITS = Symbol('traits');
function newestFirst(a, b) {
    return orderOf(b) - orderOf(a) || b.id - a.id;
}
function orderOf({ created_at: created, [ARTIFACT_TRAITS]: traits }) {
    return traits?.orderedBy === undefined ? 0 : Date.parse(created ?? '') || 0;
}
function uploadedAt({ created_at, updated_at, [ARTIFACT_TRAITS]: traits }) {
    return traits?.agesFrom === undefined ? created_at : (updated_at ?? created_at);
}
function totalSize(artifacts) {
    return artifacts.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0);
}


/***/ }),

/***/ 9378:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AE: () => (/* binding */ formatUntil),
/* harmony export */   C7: () => (/* binding */ formatElapsed),
/* harmony export */   F4: () => (/* binding */ formatAgeSince),
/* harmony export */   K9: () => (/* binding */ formatMoment),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fU: () => (/* binding */ formatTime)
/* harmony export */ });
/* unused harmony export formatAge */
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
function formatElapsed(ms) {
    if (ms < 100)
        return `${Math.round(ms)} ms`;
    return ms < 9950 ? `${(ms / 1000).toFixed(1)} s` : formatDuration(ms);
}
function formatMoment(moment) {
    if ('at' in moment)
        return new Date(moment.at).toISOString();
    return moment.ago < 3_600_000 ? formatDuration(moment.ago) : formatAge(moment.ago);
}
function formatTime(milliseconds) {
    return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}
function formatUntil(time) {
    return time === undefined || time === Number.POSITIVE_INFINITY ? '' : ` until ${formatTime(time)}`;
}
function formatAgeSince(date, now) {
    const at = Date.parse(date ?? '');
    return Number.isNaN(at) ? '' : formatAge(now - at);
}
function formatAge(ms) {
    const minutes = Math.floor(ms / 60_000);
    if (minutes < 1)
        return 'just now';
    if (minutes < 120)
        return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}


/***/ }),

/***/ 1676:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Cs: () => (/* binding */ artifactName),
/* harmony export */   Fu: () => (/* binding */ shortSha),
/* harmony export */   KE: () => (/* binding */ listed),
/* harmony export */   MT: () => (/* binding */ amountOf),
/* harmony export */   OD: () => (/* binding */ nameList),
/* harmony export */   SZ: () => (/* binding */ groupTitle),
/* harmony export */   Zy: () => (/* binding */ firstAndCount),
/* harmony export */   pp: () => (/* binding */ artifactTitle),
/* harmony export */   ps: () => (/* binding */ branchTitle),
/* harmony export */   vW: () => (/* binding */ MAX_NAMED),
/* harmony export */   vj: () => (/* binding */ amount)
/* harmony export */ });
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2880);
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5539);
/* harmony import */ var _size_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7031);



const MAX_NAMED = 10;
const amount = ({ count, size }) => `${(0,_plural_js__WEBPACK_IMPORTED_MODULE_0__/* .plural */ .L)(count, 'artifact')} (${(0,_size_js__WEBPACK_IMPORTED_MODULE_1__/* .formatSize */ .X)(size)})`;
function amountOf(artifacts) {
    const size = artifacts.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0);
    return amount({ count: artifacts.length, size });
}
const artifactName = ({ id, name }) => `"${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(name)}" (${id})`;
const artifactTitle = (artifact) => `Artifact ${artifactName(artifact)}`;
const firstAndCount = ([first, ...more]) => `${artifactName(first)}${more.length > 0 ? ` and ${more.length} more` : ''}`;
const nameList = (names) => listed(names, name => `"${(0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(name)}"`);
function listed(all, print) {
    const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : '';
    return `${all.slice(0, MAX_NAMED).map(print).join(', ')}${more}`;
}
const shortSha = (sha) => (0,_printable_js__WEBPACK_IMPORTED_MODULE_2__/* .printable */ .g)(sha.slice(0, 12));
function branchTitle({ workflow_run: run }) {
    const branch = run?.head_branch ?? '';
    const isFork = run?.head_repository_id != null && run.head_repository_id !== run.repository_id;
    return isFork ? `${branch} (fork)`.trim() : branch;
}
function groupTitle(groupBy, group) {
    const { name, branch = 'no branch', workflow, isForeign } = group;
    const title = {
        name,
        branch,
        'name-and-branch': `${name} on ${branch}`,
        workflow: workflow === undefined ? 'unknown workflow' : `workflow ${workflow}`,
        all: 'all'
    }[groupBy];
    return isForeign ? `${title} (fork)` : title;
}


/***/ }),

/***/ 3648:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Dc: () => (/* binding */ downloadedAll),
/* harmony export */   E2: () => (/* binding */ failedLine),
/* harmony export */   EP: () => (/* binding */ deletionStopped),
/* harmony export */   Fk: () => (/* binding */ noFileMatches),
/* harmony export */   Hv: () => (/* binding */ artifactsFailed),
/* harmony export */   L2: () => (/* binding */ quotaIsLate),
/* harmony export */   PC: () => (/* binding */ labelsOf),
/* harmony export */   Q7: () => (/* binding */ stoppedLine),
/* harmony export */   Q_: () => (/* binding */ noDigest),
/* harmony export */   UG: () => (/* binding */ downloadedLine),
/* harmony export */   VF: () => (/* binding */ moreArtifacts),
/* harmony export */   VY: () => (/* binding */ artifactLine),
/* harmony export */   Vp: () => (/* binding */ planTooLargeAdvice),
/* harmony export */   ZJ: () => (/* binding */ allFailures),
/* harmony export */   br: () => (/* binding */ notStored),
/* harmony export */   eM: () => (/* binding */ deletedLine),
/* harmony export */   lV: () => (/* binding */ planTooLarge),
/* harmony export */   uw: () => (/* binding */ deletionStoppedAdvice),
/* harmony export */   xk: () => (/* binding */ deletedAll),
/* harmony export */   yx: () => (/* binding */ failedToo),
/* harmony export */   zD: () => (/* binding */ wouldDelete)
/* harmony export */ });
/* harmony import */ var fast_string_width__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3223);
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9378);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1676);
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2880);
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5539);
/* harmony import */ var _size_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7031);






const MAX_NAME = 60;
const AGE_WIDTH = 8;
const MIN_FOR_RATE = 1_000_000;
function labelsOf(artifacts) {
    const title = ({ name, id }) => `${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(name)} (${id})`;
    const size = ({ size_in_bytes: bytes }) => (0,_size_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSize */ .X)(bytes);
    const widest = (text) => artifacts.reduce((width, artifact) => Math.max(width, (0,fast_string_width__WEBPACK_IMPORTED_MODULE_0__/* ["default"] */ .A)(text(artifact))), 0);
    const titleWidth = Math.min(MAX_NAME, widest(title));
    const sizeWidth = widest(size);
    return artifact => `${padded(title(artifact), titleWidth)}  ${size(artifact).padStart(sizeWidth)}`;
}
const padded = (text, columns) => text + ' '.repeat(Math.max(0, columns - (0,fast_string_width__WEBPACK_IMPORTED_MODULE_0__/* ["default"] */ .A)(text)));
function detailsOf(artifact) {
    const age = (0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatAgeSince */ .F4)(artifact.created_at, Date.now());
    return [age && age.padStart(AGE_WIDTH), (0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)((0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .branchTitle */ .ps)(artifact)), artifact.expired ? 'expired' : '']
        .filter(Boolean)
        .map(text => `  ${text}`)
        .join('');
}
const artifactLine = (artifact, label) => `  ${label}${detailsOf(artifact)}`;
const moreArtifacts = (count) => `  and ${count} more`;
const failedLine = (message) => `  failed: ${message}`;
const failedToo = (artifact) => `  failed for the same reason: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .artifactName */ .Cs)(artifact)}`;
function artifactsFailed(operation, outcome) {
    const { failed, total, failures } = outcome;
    const lines = failures.slice(0, _formats_js__WEBPACK_IMPORTED_MODULE_4__/* .MAX_NAMED */ .vW).map(({ text, artifacts }) => {
        const affected = artifacts.length === 1 ? '' : ` (affects ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .listed */ .KE)(artifacts, _formats_js__WEBPACK_IMPORTED_MODULE_4__/* .artifactName */ .Cs)})`;
        return `- ${text}${affected}`;
    });
    if (failures.length > _formats_js__WEBPACK_IMPORTED_MODULE_4__/* .MAX_NAMED */ .vW)
        lines.push(`- and ${failures.length - _formats_js__WEBPACK_IMPORTED_MODULE_4__/* .MAX_NAMED */ .vW} more`);
    return `Could not ${operation} ${failed} of ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_5__/* .plural */ .L)(total, 'artifact')}:\n${lines.join('\n')}`;
}
const allFailures = (messages) => messages.join('\n');
function downloadedLine(label, { files, size, folder }) {
    const where = folder === '' ? '' : `, in ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(folder)}`;
    return `  ${label}  → ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_5__/* .plural */ .L)(files, 'file')}, ${(0,_size_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSize */ .X)(size)}${where}`;
}
function downloadedAll({ path, placed, failed, files, transferredBytes, cacheHits }, options) {
    const { selected, elapsed, givesDigests } = options;
    const done = placed.length;
    const size = placed.reduce((sum, { extractedSize }) => sum + extractedSize, 0);
    const verified = placed.filter(({ digestCheck }) => digestCheck === 'matches').length;
    const hasRate = transferredBytes >= MIN_FOR_RATE;
    const rate = hasRate ? ` (${(0,_size_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSize */ .X)(transferredBytes / (elapsed / 1000))}/s)` : '';
    return [
        `Downloaded ${done} of ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .amountOf */ .MT)(selected)} to ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g)(path)}: ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_5__/* .plural */ .L)(files, 'file')}, ${(0,_size_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSize */ .X)(size)}`,
        `${(0,_size_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSize */ .X)(transferredBytes)} transferred in ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatElapsed */ .C7)(elapsed)}${rate}`,
        cacheHits > 0 && `${cacheHits} from the cache`,
        done > 0 &&
            `digest verified for ${verified} of ${done}${givesDigests || verified === done ? '' : ' (this server gives none)'}`,
        failed.length > 0 && `${failed.length} failed`
    ]
        .filter(Boolean)
        .join('; ');
}
function noFileMatches(input, globs, { artifacts, similar }) {
    const effect = input === 'files' ? 'The step passes, but writes no file (file-count is 0).' : 'No archive was unpacked.';
    const paths = similar.length === 0 ? '' : ` Similar paths: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .nameList */ .OD)(similar)}.`;
    return `${input} (${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .nameList */ .OD)(globs)}) matches no file in ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .amountOf */ .MT)(artifacts)}. ${effect}${paths} A glob must match the whole path inside the artifact: **/NAME matches NAME in every folder.`;
}
const noDigest = (artifacts) => `Artifact ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .firstAndCount */ .Zy)(artifacts)}: the server provides no digest, so the downloaded bytes cannot be compared with the uploaded ones`;
const notStored = (artifact) => `${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .artifactTitle */ .pp)(artifact)} could not be written to disk`;
const deletedLine = (artifact, label, outcome) => `  ${outcome === 'deleted' ? 'deleted' : 'already deleted:'} ${label}${detailsOf(artifact)}`;
const wouldDelete = (artifact, label) => `  would delete ${label}${detailsOf(artifact)}`;
const stoppedLine = (message) => `  stopped: ${message}`;
function deletedAll({ dryRun, deleted, gone, failed, remaining }, { total, accessFrom }) {
    const size = deleted.reduce((sum, artifact) => sum + artifact.size_in_bytes, 0);
    return [
        `${dryRun ? 'Would delete' : 'Deleted'} ${deleted.length} of ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_5__/* .plural */ .L)(total, 'artifact')} (${(0,_size_js__WEBPACK_IMPORTED_MODULE_2__/* .formatSize */ .X)(size)})`,
        gone.length > 0 && `${gone.length} already deleted`,
        failed.length > 0 && `${failed.length} failed`,
        remaining.length > 0 && `${remaining.length} remaining`,
        dryRun &&
            total > 0 &&
            `without checking the token's permission${accessFrom === 'workflow' ? ' (actions: write)' : ''}`
    ]
        .filter(Boolean)
        .join(', ');
}
function deletionStopped({ remaining, total }, messages) {
    return `${remaining} of ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_5__/* .plural */ .L)(total, 'artifact')} remain: ${allFailures(messages)}`;
}
const deletionStoppedAdvice = (hint) => `${hint ?? ''} The oldest artifacts were deleted first. Run the same step again to delete the rest.`.trim();
const planTooLarge = ({ count, size, limit }) => `${(0,_formats_js__WEBPACK_IMPORTED_MODULE_4__/* .amount */ .vj)({ count, size })} would be deleted, which is more than max-deletes: ${limit}. Nothing was deleted`;
const planTooLargeAdvice = () => 'The log lists them. Raise max-deletes to delete them, or select fewer artifacts.';
const quotaIsLate = () => 'GitHub recalculates the storage quota only 6 to 12 hours after a deletion.';


/***/ }),

/***/ 1994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $1: () => (/* binding */ unfinishedRunNote),
/* harmony export */   Dn: () => (/* binding */ skippedNewerRun),
/* harmony export */   G9: () => (/* binding */ forkDanger),
/* harmony export */   Gj: () => (/* binding */ deletedForkAdvice),
/* harmony export */   KD: () => (/* binding */ selectedLine),
/* harmony export */   NB: () => (/* binding */ severalMerged),
/* harmony export */   NL: () => (/* binding */ severalMergedAdvice),
/* harmony export */   S6: () => (/* binding */ tooManyRunsAdvice),
/* harmony export */   Um: () => (/* binding */ idleExclusions),
/* harmony export */   Xv: () => (/* binding */ forkAdvice),
/* harmony export */   ZP: () => (/* binding */ checkingAgain),
/* harmony export */   aT: () => (/* binding */ mergeCommitNote),
/* harmony export */   av: () => (/* binding */ moreForeignRuns),
/* harmony export */   bK: () => (/* binding */ runMayNotExist),
/* harmony export */   bS: () => (/* binding */ keptLine),
/* harmony export */   eg: () => (/* binding */ waiting),
/* harmony export */   h6: () => (/* binding */ waited),
/* harmony export */   iF: () => (/* binding */ deletedFork),
/* harmony export */   kR: () => (/* binding */ keptArtifacts),
/* harmony export */   mB: () => (/* binding */ foreignArtifacts),
/* harmony export */   mX: () => (/* binding */ notFound),
/* harmony export */   sY: () => (/* binding */ whatToCheck),
/* harmony export */   uG: () => (/* binding */ nothingToDelete),
/* harmony export */   uV: () => (/* binding */ otherRun),
/* harmony export */   w6: () => (/* binding */ expiredAdvice),
/* harmony export */   wO: () => (/* binding */ duplicateNames),
/* harmony export */   x8: () => (/* binding */ skippedForkArtifact),
/* harmony export */   xX: () => (/* binding */ skippedOlder),
/* harmony export */   xx: () => (/* binding */ newerExpired),
/* harmony export */   yA: () => (/* binding */ tooManyRuns),
/* harmony export */   yD: () => (/* binding */ notFoundAdvice)
/* harmony export */ });
/* unused harmony exports placeName, describeQuery, describeFilters, expiredArtifact, reasonText */
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9378);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1676);
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2880);
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5539);
/* harmony import */ var _size_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7031);





function placeName({ place, repository }) {
    const name = `${repository.owner}/${repository.repo}`;
    if (place.kind === 'run')
        return `run ${place.runId} of ${name}`;
    const query = place.kind === 'ids' ? '' : describeQuery(place.runs, place.kind);
    return query === '' ? name : `${name} (${query})`;
}
function describeQuery(query, kind) {
    const { lines = [] } = query.branch ?? {};
    const separator = kind === 'search' ? ', else ' : ', ';
    return (0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(listOf([
        query.runNumber !== undefined && `run number ${query.runNumber}`,
        query.workflow !== undefined && `workflow ${query.workflow}`,
        query.branch &&
            `branch ${lines.length > 1 ? lines.map(line => `"${line}"`).join(separator) : lines[0]}`,
        commitText(query),
        pullRequestText(query),
        query.event !== undefined && `event ${query.event}`,
        query.conclusion !== 'any' && `conclusion ${query.conclusion}`
    ]));
}
function commitText({ commit, mergeBase, ancestors, lineage }) {
    if (commit === undefined && mergeBase === undefined)
        return false;
    const base = mergeBase && `merge base of ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(mergeBase.base)} and ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(mergeBase.head)}`;
    const itself = commit === undefined ? `${base}` : `commit ${commit}${note(base)}`;
    if (ancestors === 0)
        return itself;
    const count = (0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(lineage?.ancestors ?? ancestors, 'ancestor');
    return `${itself} or its ${count}${note(lineage !== undefined && lineage.ancestors > 0 && `the last is ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(lineage.last)}`)}`;
}
function pullRequestText({ pullRequest, merged }) {
    if (merged === undefined)
        return pullRequest !== undefined && `pull request ${pullRequest}`;
    const as = `merged as ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(merged.as)}`;
    if (pullRequest === undefined)
        return `pull request ${as}`;
    return `pull request ${pullRequest} (${as}, head commit ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(merged.head ?? 'unknown')})`;
}
function describeFilters(inputs) {
    const { place, names, pattern, olderThan, newerThan, largerThan, smallerThan } = inputs;
    const { shard, limit, minCount } = inputs;
    return listOf([
        names.length > 0 && `name ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(names)}`,
        pattern?.lines && `pattern ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(pattern.lines)}`,
        place.kind === 'ids' && (0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(place.ids.length, 'ID'),
        olderThan && `older than ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMoment */ .K9)(olderThan)}`,
        newerThan && `newer than ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMoment */ .K9)(newerThan)}`,
        largerThan !== undefined && `larger than ${(0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(largerThan)}`,
        smallerThan !== undefined && `smaller than ${(0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(smallerThan)}`,
        inputs.includeExpired && 'including expired artifacts',
        place.kind === 'repository' && inputs.latest && 'newest of each name',
        inputs.operation === 'delete' && describeKeepRules(inputs),
        shard && `shard ${shard.index}/${shard.count}`,
        limit > 0 && `limit ${limit} (${inputs.operation === 'delete' ? 'oldest' : 'newest'} first)`,
        minCount > 0 && `at least ${minCount}`
    ]);
}
function describeKeepRules(inputs) {
    const { keepLatest, keepRuns, keepSize, groupBy, goneBranches } = inputs;
    const rules = [
        keepLatest && `${keepLatest}`,
        keepRuns && (0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(keepRuns, 'run'),
        keepSize && (0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(keepSize)
    ].filter(Boolean);
    const groups = groupBy === 'all' ? '' : ` of each ${groupBy.replaceAll('-', ' ')}`;
    return listOf([
        goneBranches && 'from deleted branches',
        rules.length > 0 && `keep the newest ${rules.join(' and ')}${groups}`
    ]);
}
const listOf = (parts) => parts.filter(Boolean).join(', ');
function selectedLine(inputs, selection) {
    const { selected, ended, number, excluded } = selection;
    const filters = describeFilters(inputs);
    const least = excluded.isWhole ? '' : 'at least ';
    return [
        `Selected ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .amountOf */ .MT)(selected)} from ${sourceOf(inputs, selected, { ended, number })}`,
        filters && `Filters: ${filters}`,
        excluded.count > 0 && `Excluded: ${least}${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .amount */ .vj)(excluded)}`
    ]
        .filter(Boolean)
        .join('. ');
}
function sourceOf(inputs, selected, { ended, number }) {
    const { id, head_branch: branch, head_sha: commit } = selected[0]?.workflow_run ?? {};
    const isOneRun = id !== undefined && selected.every(({ workflow_run: run }) => run?.id === id);
    if (!isOneRun)
        return placeName(inputs);
    const { place, repository } = inputs;
    const { lineage } = 'runs' in place ? place.runs : {};
    const distance = lineage?.distanceOf(commit?.toLowerCase() ?? '');
    const facts = listOf([
        number !== undefined && `number ${number}`,
        branch && `branch ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(branch)}`,
        commit && `commit ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(commit)}${distance ? `, ${(0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(distance, 'commit')} back` : ''}`,
        ended && (0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(ended)
    ]);
    const run = `run ${id} of ${repository.owner}/${repository.repo}${facts && ` (${facts})`}`;
    const query = 'runs' in place ? describeQuery(place.runs, place.kind) : '';
    if (place.kind === 'search')
        return `${run}, the newest match for ${query}`;
    return query === '' ? run : `${run}, which matches ${query}`;
}
function idleExclusions(input, lines) {
    const verb = lines.length === 1 ? 'excludes' : 'exclude';
    const reason = input === 'pattern' ? 'has such a name' : 'is from such a branch';
    return `In ${input}, ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(lines)} ${verb} nothing: no artifact ${reason}`;
}
const KEEP_REASONS = {
    'age-or-size': 'age or size does not match',
    expired: 'already expired',
    latest: 'not the newest of their name',
    'keep-latest': 'keep-latest',
    'keep-runs': 'keep-runs',
    'keep-size': 'keep-size',
    'existing-branch': 'gone-branches: branch or tag exists or is unknown',
    'foreign-branch': 'gone-branches: from another or an unknown repository',
    'unfinished-run': 'run is not completed',
    'unknown-run': 'run is unknown while some runs are not completed',
    'unknown-group': 'group-by: branch or workflow of the run is unknown',
    'late-upload': 'uploaded after the runs were checked',
    shard: 'in another shard',
    limit: 'limit reached'
};
function keptArtifacts({ reason, count, size, isPartial }) {
    const least = isPartial ? 'at least ' : '';
    return `${least}${(0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(count, 'artifact')}, ${(0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(size)} (${KEEP_REASONS[reason]})`;
}
const keptLine = (kept) => `  ${kept.reason === 'expired' ? 'skipped' : 'kept'}: ${keptArtifacts(kept)}`;
const nothingToDelete = (inputs, kept) => `Nothing to delete in ${placeName(inputs)}. Kept: ${kept.map(keptArtifacts).join('; ')}`;
const otherRun = (artifact, { from, expected }) => `${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactTitle */ .pp)(artifact)} is from run ${from}, not from run ${expected}`;
const skippedOlder = (artifact, newer) => `Skipped artifact ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)}: ${newer} has the same name and is newer. Set latest: false to select both.`;
const skippedNewerRun = (mismatch) => `Skipped the newer ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(mismatch.artifact)}, which does not match: its ${mismatchOf(mismatch)}`;
function duplicateNames(duplicates) {
    const list = (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)(duplicates, ({ artifact, older }) => `${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)}, skipped ${older} older`);
    return `The run has several artifacts with the same name. Selected the newest: ${list}`;
}
function newerExpired(pairs) {
    const list = pairs.map(({ artifact, selected }) => `${expiredArtifact(artifact)}, selected ${selected}`);
    return `Selected older artifacts because the newest have expired: ${list.join('; ')}`;
}
function expiredArtifact(artifact) {
    const { expires_at: day } = artifact;
    return `${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)} expired${day === null ? '' : ` on ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(day.slice(0, 10))}`}`;
}
const forkDanger = () => 'The author of that pull request controls its contents: do not run, trust or publish them (https://codeql.github.com/codeql-query-help/actions/actions-artifact-poisoning-critical/).';
function foreignArtifacts(artifacts, { repository, runId }) {
    return `Artifact ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .firstAndCount */ .Zy)(artifacts)}: built from ${headRepository(repository, runId)}. ${forkDanger()}`;
}
const moreForeignRuns = (count) => `${(0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(count, 'more run')} built commits of other repositories`;
function skippedForkArtifact(artifact, reason) {
    const skipped = `Skipped ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)}: it comes from another head repository (a pull request from a fork)`;
    if (reason === undefined)
        return skipped;
    const why = reason.newerThan === undefined
        ? 'No other artifact has that name'
        : `It is newer than ${reason.newerThan}, which was selected`;
    return `${skipped}. ${why}. The author of that pull request controls its contents. Set allow-forks: true to select it anyway.`;
}
const deletedFork = (pullRequest) => `The head repository of pull request ${pullRequest} no longer exists: its artifacts cannot be distinguished from those of other deleted forks`;
function deletedForkAdvice(sha) {
    const commit = sha === undefined ? '' : `, or commit: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(sha)} for the artifacts of its last commit`;
    return `Nothing was deleted. Set artifact-ids${commit}.`;
}
const severalMerged = (sha, pulls) => `Several pull requests with different head commits were merged as commit ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(sha)}: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)(pulls, String)}`;
const severalMergedAdvice = () => 'Instead of merged, set pull-request to one of these numbers, and commit to its head commit.';
function headRepository(repository, runId) {
    const name = repository === undefined ? 'an unknown repository' : `the repository ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(repository)}`;
    return runId === undefined ? name : `${name} (run ${runId})`;
}
function awaited({ names, ids, minCount }) {
    const parts = [names.length > 0 && (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(names), ids.length > 0 && `artifact ${ids.join(', ')}`];
    return parts.filter(Boolean).join(' and ') || (minCount > 1 ? `${minCount} artifacts` : 'an artifact');
}
function checkingAgain(missing, time) {
    const again = time === undefined ? 'once more' : `again for up to ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a3)(time)}`;
    return `Not found yet: ${awaited(missing)}. Checking ${again}`;
}
function waiting(inputs, { missing, timeout }) {
    return `Waiting up to ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a3)(timeout)} for ${awaited(missing)} in ${placeName(inputs)}`;
}
const waited = (elapsed, isFound) => `Waited ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a3)(elapsed)}: ${isFound ? 'found' : 'not found'}`;
function notFound(inputs, { reasons, notes = [] }) {
    const causes = ['unknown-workflow', 'branch-typo', 'failed-run'];
    const isCause = ({ kind }) => causes.includes(kind);
    const missing = reasons.filter(reason => !isCause(reason));
    const shown = [...reasons.filter(isCause), ...missing.slice(0, _formats_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_NAMED */ .vW)].map(reasonText);
    if (missing.length > _formats_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_NAMED */ .vW)
        shown.push(`${missing.length - _formats_js__WEBPACK_IMPORTED_MODULE_1__/* .MAX_NAMED */ .vW} more`);
    return [`Not found in ${placeName(inputs)}: ${shown.join('; ')}`, ...notes].join('. ');
}
function reasonText(reason) {
    switch (reason.kind) {
        case 'unknown-workflow': {
            const lacks = { workflow: 'does not exist', runs: 'has no runs' }[reason.lacks];
            return `workflow ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.workflow)} ${lacks}${note(similarNames(reason.similar))}`;
        }
        case 'not-merged': {
            const others = `pull requests with this commit: ${reason.pulls.join(', ')}`;
            return `no pull request was merged as commit ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(reason.sha)}${note(reason.pulls.length > 0 && others)}`;
        }
        case 'unknown-run':
            return `workflow ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.workflow)} has no run with the number ${reason.runNumber}`;
        case 'branch-typo':
            return `no recent artifact is from branch ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.branch)} (did you mean ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.similar)}?)`;
        case 'failed-run':
            return `run ${reason.run.id} completed with conclusion ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.run.conclusion ?? 'unknown')}`;
        case 'unknown-id':
            return reason.place === 'run'
                ? `artifact ${reason.id} (the run's artifact service does not list it)`
                : `artifact ${reason.id} (it does not exist, or the token cannot read it)`;
        case 'unknown-name': {
            const { name, isList, similar } = reason;
            const others = similar?.length === 0 ? 'there are no artifacts' : similarNames(similar ?? []);
            return `"${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(name)}"${note(isList && 'write one name per line', others)}`;
        }
        case 'name-of-other-run':
            return `"${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.name)}" (the selected run ${reason.runId} does not have it)`;
        case 'outside-pattern':
            return `"${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.name)}" (it does not match pattern; an artifact must match both name and pattern)`;
        case 'expired':
            return reason.count === undefined
                ? expiredArtifact(reason.artifact)
                : `${(0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(reason.count, 'matching artifact')} expired; the newest: ${expiredArtifact(reason.artifact)}`;
        case 'foreign': {
            const { artifact, repository, own } = reason;
            const from = headRepository(repository, artifact.workflow_run?.id);
            return own === undefined
                ? `only a fork has a match: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)} from ${from}`
                : `the newest, ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(own.artifact)}, does not match: its ${mismatchOf(own)}; the newest match is ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)} from ${from}`;
        }
        case 'age-or-size': {
            const { artifact, isForeign } = reason;
            const fork = isForeign ? ' from another head repository (a fork)' : '';
            const created = artifact.created_at === null ? 'without a date' : `created ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(artifact.created_at)}`;
            return `the newest, ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)}${fork}, does not match by age or size (${created}, ${(0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(artifact.size_in_bytes)})`;
        }
        case 'run-mismatch':
            return `the newest, ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(reason.artifact)}, does not match: its ${mismatchOf(reason)}`;
        case 'other-commit': {
            const { head_branch: branch, head_sha: sha } = reason.artifact.workflow_run ?? {};
            return `the newest, ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(reason.artifact)}, is from branch ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(branch ?? 'unknown')}, commit ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(sha ?? 'unknown')}`;
        }
        case 'excluded':
            return `the filters exclude all artifacts: ${reason.kept.map(keptArtifacts).join('; ')}`;
        case 'too-few': {
            const { selected, minCount, kept, forks } = reason;
            const others = kept.length > 0 && `not selected: ${kept.map(keptArtifacts).join('; ')}`;
            const found = `selected: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)(selected, _formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)}`;
            const skipped = forks.length > 0 && `skipped from forks: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)(forks, _formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)}`;
            const count = (0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(selected.length, 'artifact');
            return `only ${count}, but min-count is ${minCount}${note(found, others, skipped)}`;
        }
        case 'no-artifacts':
            return 'there are no artifacts';
        case 'no-match':
            return 'no artifact matches';
        case 'pattern-mismatch': {
            const { typo, place, names } = reason;
            const advice = {
                list: 'write one pattern per line',
                regexp: 'a pattern is a glob with *, **, ?, {a,b} and [x], not a regular expression'
            };
            return `no artifact name matches pattern${note(typo && advice[typo], names && `names in the ${place}: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(names)}`)}`;
        }
    }
}
function similarNames(names) {
    return names.length > 0 && `similar names: ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(names)}`;
}
function note(...parts) {
    const said = parts.filter(Boolean);
    return said.length === 0 ? '' : ` (${said.join('; ')})`;
}
function mismatchOf({ artifact, run, isCurrent, isForeign }) {
    const which = `run ${artifact.workflow_run?.id}${isCurrent ? ' (this run)' : ''}`;
    const facts = runFacts(run, isForeign);
    return facts === '' ? `${which} is not readable with this token` : `${which} has ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(facts)}`;
}
function runFacts(run, isForeign) {
    return listOf([
        isForeign && `head repository ${run?.head_repository?.full_name ?? 'unknown'}`,
        run?.path && `workflow ${run.path}`,
        run?.event && `event ${run.event}`,
        run && (run.conclusion ? `conclusion ${run.conclusion}` : `status ${run.status ?? 'unknown'}`)
    ]);
}
function whatToCheck(inputs, reasons, isOnlyRun = false) {
    const { place } = inputs;
    if (reasons.every(({ kind }) => kind === 'age-or-size'))
        return `Check ${ageAndSizeInputs(inputs).join(', ')}.`;
    if (reasons.every(({ kind }) => kind === 'outside-pattern'))
        return 'Check name and pattern.';
    if (reasons.every(({ kind }) => kind === 'unknown-run'))
        return 'Check run-number and workflow.';
    if (reasons.every(({ kind }) => kind === 'not-merged')) {
        return 'Check that the commit of this job is the merge of a pull request. For other pushes, set commit or branch instead.';
    }
    if (reasons.every(({ kind }) => kind === 'too-few')) {
        return 'Add the jobs that upload the artifacts to needs:. To wait for artifacts that no job of this workflow uploads, set wait-timeout.';
    }
    switch (place.kind) {
        case 'run':
            if (isOnlyRun && place.how === 'current')
                return 'Check the name. If another job uploads the artifact, add that job to needs:.';
            return place.how === 'current'
                ? 'Check the name. If another job uploads the artifact, add that job to needs:.\nThis step searched the current run. To search another one, set run-id, run-number, workflow, branch, commit, pull-request, event or conclusion.'
                : 'Check the name, and that this is the run that uploads it.';
        case 'search':
            return 'Find the run that should have it. Compare its workflow file, branch, event and conclusion with the inputs.';
        case 'repository':
            return 'Check the names and the filters. To see what exists, use operation: list with fewer filters.';
        case 'ids':
            return 'Check the IDs and the repository.';
    }
}
function ageAndSizeInputs({ olderThan, newerThan, largerThan, smallerThan }) {
    const given = {
        'older-than': olderThan,
        'newer-than': newerThan,
        'larger-than': largerThan,
        'smaller-than': smallerThan
    };
    return Object.entries(given)
        .filter(([, value]) => value !== undefined)
        .map(([input]) => input);
}
const notFoundAdvice = () => 'To let the step pass without an artifact, set if-no-artifact-found to warn or ignore.';
const expiredAdvice = () => 'Run the workflow again, or raise retention-days in the step that uploads the artifact.';
function forkAdvice(operation) {
    return operation === 'delete'
        ? 'Set scope: repository to select artifacts of forks too.'
        : 'Set allow-forks: true to select artifacts of forks too.';
}
const mergeCommitNote = () => 'On pull_request events, github.sha is a merge commit, and no run has it as its head SHA. Set commit to ${{ github.event.pull_request.head.sha }}.';
const runMayNotExist = (runId) => `This server does not tell whether run ${runId} exists.`;
const unfinishedRunNote = () => 'GitHub Enterprise Server lists no artifacts of a run that is still in progress.';
const tooManyRuns = (status, { total, limit }) => `There are ${total} runs with status ${status}, but the API lists only ${limit}, so not all artifacts of unfinished runs are known`;
const tooManyRunsAdvice = () => 'Nothing was deleted. Run the step again when fewer runs are waiting.';


/***/ }),

/***/ 7031:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ formatSize)
/* harmony export */ });
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];
function formatSize(bytes) {
    const exponent = Math.min(UNITS.length - 1, Math.max(0, Math.floor(Math.log10(bytes) / 3)));
    const value = bytes / 1000 ** exponent;
    const rounded = exponent > 0 && value < 999.95 ? value.toFixed(1) : String(Math.round(value));
    return `${rounded} ${UNITS[exponent]}`;
}


/***/ }),

/***/ 6317:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ extractedSize),
/* harmony export */   x: () => (/* binding */ isQuotaLate)
/* harmony export */ });
function extractedSize(placed) {
    return placed.reduce((sum, { extractedSize: size }) => sum + size, 0);
}
function isQuotaLate({ onGitHubCom }, { dryRun, deleted }) {
    return onGitHubCom && !dryRun && deleted.length > 0;
}


/***/ }),

/***/ 5982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ tallyGroups)
/* harmony export */ });
function tallyGroups(artifacts, nameOf) {
    const tallies = new Map();
    for (const outcome of ['kept', 'deleted']) {
        for (const artifact of artifacts[outcome]) {
            const name = nameOf(artifact);
            const tally = tallies.get(name) ?? { name, kept: 0, deleted: 0 };
            tally[outcome] += artifact.size_in_bytes;
            tallies.set(name, tally);
        }
    }
    return [...tallies.values()];
}


/***/ })

};
