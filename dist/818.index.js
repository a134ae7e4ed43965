export const id = 818;
export const ids = [818];
export const modules = {

/***/ 770:
/***/ ((module, __unused_webpack_exports, __webpack_require__) => {

module.exports = __webpack_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __webpack_require__) => {



var net = __webpack_require__(9278);
var tls = __webpack_require__(4756);
var http = __webpack_require__(8611);
var https = __webpack_require__(5692);
var events = __webpack_require__(4434);
var assert = __webpack_require__(2613);
var util = __webpack_require__(9023);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
exports.debug = debug; // for test


/***/ }),

/***/ 6997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C7: () => (/* binding */ formatElapsed),
/* harmony export */   K9: () => (/* binding */ formatMoment),
/* harmony export */   a3: () => (/* binding */ formatDuration),
/* harmony export */   fU: () => (/* binding */ formatTime),
/* harmony export */   nV: () => (/* binding */ formatAge)
/* harmony export */ });
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

/***/ 1994:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $1: () => (/* binding */ unfinishedRunNote),
/* harmony export */   Dn: () => (/* binding */ skippedNewerRun),
/* harmony export */   G9: () => (/* binding */ forkDanger),
/* harmony export */   Gj: () => (/* binding */ deletedForkAdvice),
/* harmony export */   KD: () => (/* binding */ selectedLine),
/* harmony export */   S6: () => (/* binding */ tooManyRunsAdvice),
/* harmony export */   Um: () => (/* binding */ idleExclusions),
/* harmony export */   Xv: () => (/* binding */ forkAdvice),
/* harmony export */   ZP: () => (/* binding */ checkingAgain),
/* harmony export */   aT: () => (/* binding */ mergeCommitNote),
/* harmony export */   av: () => (/* binding */ moreForeignRuns),
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
/* harmony import */ var _duration_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6997);
/* harmony import */ var _formats_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1676);
/* harmony import */ var _plural_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2880);
/* harmony import */ var _printable_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5539);
/* harmony import */ var _size_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7031);





function placeName({ place, repository }) {
    const name = `${repository.owner}/${repository.repo}`;
    if (place.kind === 'run')
        return `run ${place.runId} of ${name}`;
    const query = place.kind === 'ids' ? '' : describeQuery(place.runs);
    return query === '' ? name : `${name} (${query})`;
}
function describeQuery(query) {
    const { lines = [] } = query.branch ?? {};
    return (0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(listOf([
        query.workflow !== undefined && `workflow ${query.workflow}`,
        query.branch && `branch ${lines.length > 1 ? lines.map(line => `"${line}"`).join(', ') : lines[0]}`,
        query.commit !== undefined && `commit ${query.commit}`,
        query.pullRequest !== undefined && `pull request ${query.pullRequest}`,
        query.event !== undefined && `event ${query.event}`,
        query.conclusion !== 'any' && `conclusion ${query.conclusion}`
    ]));
}
function describeFilters(inputs) {
    const { place, names, pattern, olderThan, newerThan, largerThan, smallerThan, shard, limit } = inputs;
    return listOf([
        names.length > 0 && `name ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(names)}`,
        pattern?.lines && `pattern ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(pattern.lines)}`,
        place.kind === 'ids' && (0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(place.ids.length, 'id'),
        olderThan && `older than ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMoment */ .K9)(olderThan)}`,
        newerThan && `newer than ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatMoment */ .K9)(newerThan)}`,
        largerThan !== undefined && `larger than ${(0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(largerThan)}`,
        smallerThan !== undefined && `smaller than ${(0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(smallerThan)}`,
        inputs.includeExpired && 'including expired artifacts',
        place.kind === 'repository' && inputs.latest && 'newest of each name',
        inputs.operation === 'delete' && describeKeepRules(inputs),
        shard && `shard ${shard.index}/${shard.count}`,
        limit > 0 && `limit ${limit} (${inputs.operation === 'delete' ? 'oldest' : 'newest'} first)`
    ]);
}
function describeKeepRules({ keepLatest, keepSize, groupBy, goneBranches }) {
    const rules = [keepLatest && `${keepLatest}`, keepSize && (0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(keepSize)].filter(Boolean);
    const groups = groupBy === 'all' ? '' : ` of each ${groupBy.replaceAll('-', ' ')}`;
    return listOf([
        goneBranches && 'from deleted branches',
        rules.length > 0 && `keep the newest ${rules.join(' and ')}${groups}`
    ]);
}
function listOf(parts) {
    return parts.filter(Boolean).join(', ');
}
function selectedLine(inputs, { selected, ended, excluded }) {
    const filters = describeFilters(inputs);
    const least = excluded.isWhole ? '' : 'at least ';
    return [
        `Selected ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .amountOf */ .MT)(selected)} from ${sourceOf(inputs, selected, ended)}`,
        filters && `Filters: ${filters}`,
        excluded.count > 0 && `Excluded: ${least}${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .amount */ .vj)(excluded)}`
    ]
        .filter(Boolean)
        .join('. ');
}
function sourceOf(inputs, selected, ended) {
    const { id, head_branch: branch, head_sha: commit } = selected[0]?.workflow_run ?? {};
    const isOneRun = id !== undefined && selected.every(({ workflow_run: run }) => run?.id === id);
    if (!isOneRun)
        return placeName(inputs);
    const { place, repository } = inputs;
    const facts = listOf([
        branch && `branch ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(branch)}`,
        commit && `commit ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .shortSha */ .Fu)(commit)}`,
        ended && (0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(ended)
    ]);
    const run = `run ${id} of ${repository.owner}/${repository.repo}${facts && ` (${facts})`}`;
    const query = place.kind === 'search' || place.kind === 'repository' ? describeQuery(place.runs) : '';
    if (place.kind === 'search')
        return `${run}, the newest match for ${query}`;
    return query === '' ? run : `${run}, which matches ${query}`;
}
function idleExclusions(input, lines) {
    const verb = lines.length === 1 ? 'excludes' : 'exclude';
    const reason = input === 'pattern' ? 'has such a name' : 'is from such a branch';
    return `In ${input}, ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(lines)} ${verb} nothing: no artifact there ${reason}`;
}
const KEEP_REASONS = {
    'age-or-size': 'age or size does not match',
    expired: 'already expired',
    latest: 'not the newest of their name',
    'keep-latest': 'keep-latest',
    'keep-size': 'keep-size',
    'existing-branch': 'gone-branches: branch or tag exists or is unknown',
    'foreign-branch': 'gone-branches: from another or an unknown repository',
    'unfinished-run': 'run is not completed',
    'unknown-run': 'run is unknown while some runs are not completed',
    'late-upload': 'uploaded after the runs were checked',
    shard: 'in another shard',
    limit: 'limit reached'
};
function keptArtifacts({ reason, count, size, isPartial }) {
    const least = isPartial ? 'at least ' : '';
    return `${least}${(0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(count, 'artifact')}, ${(0,_size_js__WEBPACK_IMPORTED_MODULE_4__/* .formatSize */ .X)(size)} (${KEEP_REASONS[reason]})`;
}
function keptLine(kept) {
    return `  ${kept.reason === 'expired' ? 'skipped' : 'kept'}: ${keptArtifacts(kept)}`;
}
function nothingToDelete(inputs, kept) {
    return `Nothing to delete in ${placeName(inputs)}. Kept: ${kept.map(keptArtifacts).join('; ')}`;
}
function otherRun(artifact, { from, expected }) {
    return `Artifact ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)} is from run ${from}, not from run ${expected}`;
}
function skippedOlder(artifact, newer) {
    return `Skipped artifact ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)}: ${newer} has the same name and is newer. Set latest: false to select both.`;
}
function skippedNewerRun(mismatch) {
    return `Skipped the newer ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(mismatch.artifact)}: its ${mismatchOf(mismatch)}`;
}
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
function forkDanger() {
    return 'The author of that pull request controls its contents: do not run, trust or publish them (https://codeql.github.com/codeql-query-help/actions/actions-artifact-poisoning-critical/).';
}
function foreignArtifacts(artifacts, { repository, runId }) {
    return `Artifact ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .firstAndCount */ .Zy)(artifacts)}: built from ${headRepository(repository, runId)}. ${forkDanger()}`;
}
function moreForeignRuns(count) {
    return `${(0,_plural_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .L)(count, 'more run')} built commits of other repositories`;
}
function skippedForkArtifact(artifact, reason) {
    const skipped = `Skipped ${(0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .artifactName */ .Cs)(artifact)}: it comes from another head repository (a pull request from a fork)`;
    if (reason === undefined)
        return skipped;
    const why = reason.newerThan === undefined
        ? 'No other artifact has that name'
        : `It is newer than ${reason.newerThan}, which was selected`;
    return `${skipped}. ${why}. The author of that pull request controls its contents. Set allow-forks: true to select it anyway.`;
}
function deletedFork(pullRequest) {
    return `The head repository of pull request ${pullRequest} no longer exists: its artifacts cannot be told apart from those of other deleted forks`;
}
function deletedForkAdvice(sha) {
    const commit = sha === undefined ? '' : `, or commit: ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(sha)} for the artifacts of its last commit`;
    return `Nothing was deleted. Set artifact-ids${commit}.`;
}
function headRepository(repository, runId) {
    const name = repository === undefined ? 'an unknown repository' : `the repository ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(repository)}`;
    return runId === undefined ? name : `${name} (run ${runId})`;
}
function awaited({ names, ids }) {
    const parts = [names.length > 0 && (0,_formats_js__WEBPACK_IMPORTED_MODULE_1__/* .nameList */ .OD)(names), ids.length > 0 && `artifact ${ids.join(', ')}`];
    return parts.filter(Boolean).join(' and ') || 'an artifact';
}
function checkingAgain(missing, time) {
    const again = time === undefined ? 'once more' : `again for up to ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a3)(time)}`;
    return `${awaited(missing)} not found yet: checking ${again}`;
}
function waiting(inputs, { missing, timeout }) {
    return `Waiting up to ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a3)(timeout)} for ${awaited(missing)} in ${placeName(inputs)}`;
}
function waited(elapsed, isFound) {
    return `Waited ${(0,_duration_js__WEBPACK_IMPORTED_MODULE_3__/* .formatDuration */ .a3)(elapsed)}: ${isFound ? 'found' : 'not found'}`;
}
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
        case 'unknown-workflow':
            return `workflow ${(0,_printable_js__WEBPACK_IMPORTED_MODULE_0__/* .printable */ .g)(reason.workflow)} does not exist${note(similarNames(reason.similar))}`;
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
function whatToCheck(inputs, reasons) {
    const { place } = inputs;
    if (reasons.every(({ kind }) => kind === 'age-or-size'))
        return `Check ${ageAndSizeInputs(inputs).join(', ')}.`;
    if (reasons.every(({ kind }) => kind === 'outside-pattern'))
        return 'Check name and pattern.';
    switch (place.kind) {
        case 'run':
            return place.how === 'current'
                ? 'Check the name, and that the job that uploads has ended (needs:).\nThis step searched the current run. To search another one, set run-id, workflow, branch, commit, pull-request, event or conclusion.'
                : 'Check the name, and that this is the run that uploads it.';
        case 'search':
            return 'Find the run that should have it, and compare its workflow file, branch, event and conclusion with the inputs.';
        case 'repository':
            return 'Check the names and the filters. To see what exists, use operation: list with fewer filters.';
        case 'ids':
            return 'Check the ids and the repository.';
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
function notFoundAdvice() {
    return 'To let the step pass without an artifact, set if-no-artifact-found to warn or ignore.';
}
function expiredAdvice() {
    return 'Run the workflow again, or raise retention-days in the step that uploads the artifact.';
}
function forkAdvice(operation) {
    return operation === 'delete'
        ? 'Set scope: repository to select artifacts of forks too.'
        : 'Set allow-forks: true to select artifacts of forks too.';
}
function mergeCommitNote() {
    return 'On pull_request events, github.sha is a merge commit, and no run has it as its head SHA. Set commit to ${{ github.event.pull_request.head.sha }}.';
}
function unfinishedRunNote() {
    return 'GitHub Enterprise Server lists no artifacts of a run that is still in progress.';
}
function tooManyRuns(status, { total, limit }) {
    return `There are ${total} runs with status ${status}, but the API lists only ${limit}: the artifacts of unfinished runs are not known`;
}
function tooManyRunsAdvice() {
    return 'Nothing was deleted. Run the step again when fewer runs are waiting.';
}


/***/ }),

/***/ 2093:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  writeReport: () => (/* binding */ writeReport)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./lib/install/disk-error.js
var disk_error = __webpack_require__(5997);
// EXTERNAL MODULE: ./lib/messages/plural.js
var plural = __webpack_require__(2880);
// EXTERNAL MODULE: ./lib/messages/printable.js
var printable = __webpack_require__(5539);
// EXTERNAL MODULE: ./lib/messages/selection.js
var selection = __webpack_require__(1994);
// EXTERNAL MODULE: ./lib/messages/size.js
var messages_size = __webpack_require__(7031);
;// CONCATENATED MODULE: ./lib/messages/report.js




function commandFileNotWritten(file) {
    return `The ${file === 'GITHUB_OUTPUT' ? 'outputs' : 'summary'} could not be written to ${file}`;
}
function commandFileHint() {
    return 'The operation itself is done. The runner creates this file for each step, in its temporary folder. Check the disk of that folder, and that no earlier step changed its permissions.';
}
function artifactsFileNotWritten(reason) {
    return `artifacts-file could not be written: ${(0,printable/* printable */.g)(reason)}`;
}
function artifactsTooLong(count) {
    return `The output "artifacts" is []: the JSON of ${(0,plural/* plural */.L)(count, 'artifact')} is too long. Read the file in artifacts-file instead`;
}
function pathsTooLong() {
    return 'The output "paths" is {}: the JSON is too long. Each artifact is in the folder under download-path that has its name';
}
function headline(data) {
    const repository = escapeMarkdown(data.repository);
    switch (data.outcome) {
        case 'failed':
            return `Could not ${data.operation} artifacts of ${repository}: ${data.title}`;
        case 'empty':
            return `${data.operation === 'delete' ? 'Nothing to delete' : 'No artifact found'} in ${repository}`;
        case 'plan-too-large':
            return `Nothing deleted in ${repository}: ${(0,plural/* plural */.L)(data.count, 'artifact')}, more than max-deletes`;
        case 'downloaded':
            return `Downloaded ${data.downloaded} of ${(0,plural/* plural */.L)(data.count, 'artifact')} of ${repository}: ${(0,plural/* plural */.L)(data.files, 'file')}, ${(0,messages_size/* formatSize */.X)(data.size)}`;
        case 'deleted':
            return `${data.dryRun ? 'Would delete' : 'Deleted'} ${data.deleted} of ${(0,plural/* plural */.L)(data.count, 'artifact')} of ${repository}: ${(0,messages_size/* formatSize */.X)(data.size)}`;
        case 'found':
            return `Found ${(0,plural/* plural */.L)(data.count, 'artifact')} of ${repository}: ${(0,messages_size/* formatSize */.X)(data.size)}`;
    }
}
function keptSummary(kept) {
    return `Kept: ${kept.map(group => escapeMarkdown((0,selection/* keptArtifacts */.kR)(group))).join('; ')}`;
}
function moreArtifacts(count) {
    return `and ${count} more in \`artifacts-file\``;
}
function moreNotes(count) {
    return `and ${count} more in the log`;
}
function storageChartTitle() {
    return 'Storage by name';
}
function deletedChartTitle(dryRun) {
    return dryRun ? 'To be deleted by name' : 'Deleted by name';
}
function keptChartTitle(dryRun, shown, groups) {
    const count = groups > shown ? `${shown} of ` : '';
    return `Kept (green) and ${dryRun ? 'to be deleted' : 'deleted'} (red) in ${count}${(0,plural/* plural */.L)(groups, 'group')}`;
}
function otherParts(count) {
    return `${count} others`;
}
const OUTCOMES = {
    expired: 'expired',
    downloaded: 'downloaded',
    failed: '**failed**',
    deleted: 'deleted',
    'would-be-deleted': 'would be deleted',
    'already-deleted': 'already deleted',
    'not-deleted': 'not deleted',
    'delete-failed': '**delete failed**',
    'downloaded-and-deleted': 'downloaded and deleted',
    'downloaded-not-deleted': 'downloaded, not deleted'
};
function outcomeText(outcome) {
    return OUTCOMES[outcome];
}
function transferred(data) {
    const { received, extracted, downloaded, verified, cacheHits } = data;
    return [
        `${(0,messages_size/* formatSize */.X)(received)} transferred, ${(0,messages_size/* formatSize */.X)(extracted)} extracted`,
        ...(downloaded > 0 ? [`digest verified for ${verified} of ${downloaded}`] : []),
        ...(cacheHits > 0 ? [`${cacheHits} from the cache`] : [])
    ].join(', ');
}
function apiUsage(requests, remaining) {
    const rest = remaining === undefined ? '' : ` (${remaining} left in the rate limit)`;
    return `${(0,plural/* plural */.L)(requests, 'API request')}${rest}`;
}
function escapeMarkdown(text, maxLength) {
    return ((0,printable/* printable */.g)(text, maxLength)
        .replace(/[\\`*_{}[\]()#+!|~$@:-]/g, '\\$&')
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replace(/www\./gi, text => text.replace('.', '\\.')));
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 8 modules
var core = __webpack_require__(6058);
// EXTERNAL MODULE: ./lib/errors/action-error.js
var action_error = __webpack_require__(50);
// EXTERNAL MODULE: ./lib/github/artifact.js
var artifact = __webpack_require__(6685);
// EXTERNAL MODULE: ./lib/github/repository.js
var github_repository = __webpack_require__(2635);
;// CONCATENATED MODULE: ./lib/report/outputs.js









const MAX_CHARACTERS = 500_000;
const CHUNK = 100;
function outputsOf(result, usage, where) {
    const { selected, downloads, deletions } = result;
    return {
        found: String(selected.length > 0),
        count: String(selected.length),
        'total-size': String((0,artifact/* totalSize */.UT)(selected)),
        artifacts: cappedList(selected),
        ids: cappedList(selected.map(({ id }) => id)),
        names: cappedList(selected.map(({ name }) => name)),
        ...newestOutputs(result, where),
        ...(downloads && downloadOutputs(downloads)),
        ...(deletions && {
            'deleted-count': String(deletions.deleted.length),
            'deleted-size': String((0,artifact/* totalSize */.UT)(deletions.deleted)),
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
function runIdOf({ workflow_run: run }, { place }) {
    return run?.id ?? (place.kind === 'run' ? place.runId : undefined);
}
function runUrl(runId, { apiUrl, repository }) {
    return `${(0,github_repository/* webUrlOf */.n6)(apiUrl)}/${(0,github_repository/* fullName */.fq)(repository)}/actions/runs/${runId}`;
}
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
    const paths = Object.create(null);
    for (const { artifact, folder } of placed)
        paths[artifact.name] ??= folder;
    return {
        'download-path': target,
        paths: capped(paths),
        'file-count': String(files),
        'extracted-size': String(extractedSize(placed)),
        'transferred-bytes': String(transferredBytes),
        'cache-hits': String(cacheHits),
        'digest-verified': String(placed.length > 0 && failed.length === 0 && placed.every(({ digestAgreed }) => digestAgreed === true))
    };
}
function extractedSize(placed) {
    return placed.reduce((sum, { extractedSize: size }) => sum + size, 0);
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
function* jsonParts(values) {
    yield '[';
    for (let start = 0; start < values.length; start += CHUNK) {
        const json = JSON.stringify(values.slice(start, start + CHUNK)).slice(1, -1);
        yield start === 0 ? json : `,${json}`;
    }
    yield ']';
}
function writeOutputs(outputs, result, env) {
    const { selected, downloads } = result;
    const warnings = [];
    let file = '';
    try {
        file = writeArtifacts(selected, env);
    }
    catch (error) {
        warnings.push(artifactsFileNotWritten((0,action_error/* messageOf */.bD)(error)));
    }
    for (const [name, text] of Object.entries({ ...outputs, 'artifacts-file': file }))
        (0,core/* setOutput */.uH)(name, text);
    if (selected.length > 0 && outputs.artifacts === '[]')
        warnings.push(artifactsTooLong(selected.length));
    if (downloads && downloads.placed.length > 0 && outputs.paths === '{}')
        warnings.push(pathsTooLong());
    return warnings;
}
function writeArtifacts(selected, env) {
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

// EXTERNAL MODULE: ./lib/messages/artifact-service.js
var artifact_service = __webpack_require__(3150);
// EXTERNAL MODULE: ./lib/messages/duration.js
var duration = __webpack_require__(6997);
// EXTERNAL MODULE: ./lib/messages/error-codes.js
var error_codes = __webpack_require__(6549);
// EXTERNAL MODULE: ./lib/messages/formats.js
var formats = __webpack_require__(1676);
// EXTERNAL MODULE: ./lib/selection/group-tally.js
var group_tally = __webpack_require__(5982);
;// CONCATENATED MODULE: ./lib/report/charts.js


const MAX_PARTS = 8;
const MAX_LABEL = 40;
const MAX_BAR_LABEL = 24;
function pieOfSizes(title, parts) {
    const sorted = parts.filter(({ size }) => size > 0).toSorted((a, b) => b.size - a.size);
    if (sorted.length < 2)
        return undefined;
    const shown = sorted.slice(0, sorted.length > MAX_PARTS ? MAX_PARTS - 1 : MAX_PARTS);
    const others = sorted.slice(shown.length);
    if (others.length > 0) {
        const size = others.reduce((sum, part) => sum + part.size, 0);
        shown.push({ label: otherParts(others.length), size });
    }
    const labels = uniqueLabels(shown.map(({ label }) => label));
    return fenced([
        'pie',
        `  title ${plainText(title)}`,
        ...shown.map(({ size }, index) => `  "${labels[index]}, ${(0,messages_size/* formatSize */.X)(size)}" : ${size}`)
    ]);
}
function barsOfKept(dryRun, bars) {
    const affected = bars.filter(({ deleted }) => deleted > 0);
    if (affected.every(({ kept }) => kept === 0))
        return undefined;
    const shown = affected.toSorted((a, b) => b.deleted - a.deleted).slice(0, MAX_PARTS);
    const sizes = shown.map(({ kept, deleted }) => kept + deleted);
    const labels = uniqueLabels(shown.map(({ label }) => label), MAX_BAR_LABEL).map((label, index) => `"${label}, ${(0,messages_size/* formatSize */.X)(sizes[index] ?? 0)}"`);
    return fenced([
        `%%{init: ${JSON.stringify(barStyle(shown.length))}}%%`,
        'xychart-beta horizontal',
        `  title "${keptChartTitle(dryRun, shown.length, bars.length)}"`,
        `  x-axis [${labels.join(', ')}]`,
        `  y-axis 0 --> ${Math.max(...sizes)}`,
        `  bar [${sizes.join(', ')}]`,
        `  bar [${shown.map(({ kept }) => kept).join(', ')}]`
    ]);
}
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
function plainText(text, maxLength = MAX_LABEL) {
    const characters = Array.from(text.slice(0, maxLength * 2));
    const cut = characters.length > maxLength || text.length > maxLength * 2;
    const kept = (cut ? characters.slice(0, maxLength - 1) : characters).join('');
    return `${kept.replace(/[^\p{L}\p{M}\p{N} ._/+()-]/gu, '_').replaceAll('--', '-_')}${cut ? '…' : ''}`;
}
function uniqueLabels(labels, maxLength = MAX_LABEL) {
    const counts = new Map();
    return labels.map(text => {
        const label = plainText(text, maxLength);
        const count = (counts.get(label) ?? 0) + 1;
        counts.set(label, count);
        return count === 1 ? label : `${label} (${count})`;
    });
}

;// CONCATENATED MODULE: ./lib/report/summary.js











const MAX_ROWS = 100;
const MAX_FAILURE = 50_000;
const MAX_NOTES = 20;
const MAX_NOTE = 1000;
const SHORT_DIGEST = 12;
function summaryOf(result, context) {
    const { deletions, failure } = result;
    const kept = deletions?.kept ?? [];
    const chart = chartOf(result);
    const more = result.selected.length - MAX_ROWS;
    return [
        `### ${headline(headlineOf(result, context.inputs))}`,
        ...(failure ? [failureBlock(failure)] : []),
        ...notesBlocks(context.notes),
        ...(kept.length > 0 ? [keptSummary(kept)] : []),
        ...(chart === undefined ? [] : [chart]),
        ...tableOf(result, context),
        ...(more > 0 ? [moreArtifacts(more)] : []),
        costs(result, context.usage)
    ]
        .join('\n\n')
        .concat('\n');
}
function headlineOf({ operation, selected, downloads, deletions, failure }, inputs) {
    const repository = (0,github_repository/* fullName */.fq)(inputs.repository);
    const count = selected.length;
    if (count === 0) {
        return failure
            ? { repository, outcome: 'failed', operation, title: error_codes/* ERRORS */.Sr[failure.code].title }
            : { repository, outcome: 'empty', operation };
    }
    if (failure?.code === 'plan-too-large')
        return { repository, outcome: 'plan-too-large', count };
    if (downloads) {
        const { placed, files } = downloads;
        const size = extractedSize(placed);
        return { repository, outcome: 'downloaded', count, downloaded: placed.length, files, size };
    }
    if (deletions) {
        const { dryRun, deleted } = deletions;
        return {
            repository,
            outcome: 'deleted',
            count,
            deleted: deleted.length,
            size: (0,artifact/* totalSize */.UT)(deleted),
            dryRun
        };
    }
    return { repository, outcome: 'found', count, size: (0,artifact/* totalSize */.UT)(selected) };
}
function failureBlock({ title, explanation }) {
    const text = explanation.length > MAX_FAILURE ? `${explanation.slice(0, MAX_FAILURE)}…` : explanation;
    const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length));
    const fence = '`'.repeat(longest + 1);
    return `**${escapeMarkdown(title)}**\n\n${fence}text\n${text}\n${fence}`;
}
function notesBlocks(notes) {
    const warnings = notes.filter(({ kind }) => kind === 'warning');
    const shown = [...warnings, ...notes.filter(({ kind }) => kind === 'notice')].slice(0, MAX_NOTES);
    const alert = (kind, title) => {
        const items = shown.filter(note => note.kind === kind).map(({ text }) => `> - ${lines(text)}`);
        return items.length === 0 ? [] : [`> [!${title}]\n${items.join('\n')}`];
    };
    const more = notes.length - shown.length;
    return [...alert('warning', 'WARNING'), ...alert('notice', 'NOTE'), ...(more > 0 ? [moreNotes(more)] : [])];
}
function lines(text) {
    const cut = text.length > MAX_NOTE ? `${text.slice(0, MAX_NOTE)}…` : text;
    return cut
        .split('\n')
        .map(line => escapeMarkdown(line, MAX_NOTE))
        .join('<br>');
}
function chartOf({ operation, selected, deletions }) {
    if (operation === 'delete')
        return deletions && cleanUpChart(deletions);
    if (operation !== 'list')
        return undefined;
    const stored = selected.filter(({ expired }) => !expired);
    const names = (0,group_tally/* tallyGroups */.p)({ kept: stored, deleted: [] }, ({ name }) => name);
    return pieOfSizes(storageChartTitle(), names.map(({ name: label, kept: size }) => ({ label, size })));
}
function cleanUpChart({ dryRun, deleted, groups = [] }) {
    const bars = groups.map(({ name: label, kept, deleted }) => ({ label, kept, deleted }));
    const names = (0,group_tally/* tallyGroups */.p)({ kept: [], deleted }, ({ name }) => name);
    const parts = names.map(({ name: label, deleted: size }) => ({ label, size }));
    return barsOfKept(dryRun, bars) ?? pieOfSizes(deletedChartTitle(dryRun), parts);
}
function tableOf(result, { inputs, now }) {
    const rows = result.selected.slice(0, MAX_ROWS);
    if (rows.length === 0)
        return [];
    const outcomes = outcomesOf(result);
    const columns = [
        { title: 'artifact', align: '---', cell: artifact => linked(artifact, inputs) },
        { title: 'size', align: '--:', cell: ({ size_in_bytes: size }) => (0,messages_size/* formatSize */.X)(size) },
        { title: 'age', align: '--:', cell: artifact => ageOf(artifact, now) },
        { title: 'run', align: '---', cell: artifact => runLink(artifact, inputs) },
        {
            title: 'branch',
            align: '---',
            cell: artifact => escapeMarkdown((0,formats/* branchTitle */.ps)(artifact))
        },
        { title: 'digest', align: '---', cell: shortDigest },
        {
            title: 'outcome',
            align: '---',
            cell: ({ id, expired }) => {
                const outcome = outcomes.get(id) ?? (expired ? 'expired' : undefined);
                return outcome === undefined ? '' : outcomeText(outcome);
            }
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
    return Number.isNaN(at) ? '' : (0,duration/* formatAge */.nV)(now - at);
}
function shortDigest({ digest }) {
    const [, hex] = /^sha256:([\da-f]{64})$/i.exec(digest ?? '') ?? [];
    return hex === undefined ? '' : `\`${hex.slice(0, SHORT_DIGEST)}\``;
}
function outcomesOf({ downloads, deletions }) {
    const outcomes = new Map();
    const set = (artifacts, outcome) => {
        for (const { id } of artifacts)
            outcomes.set(id, outcome);
    };
    const artifactsOf = (items) => items.map(({ artifact }) => artifact);
    if (downloads) {
        set(artifactsOf(downloads.placed), 'downloaded');
        set(artifactsOf(downloads.failed), 'failed');
    }
    if (deletions) {
        const { dryRun, deleted, gone, remaining, failed } = deletions;
        set(deleted, downloads ? 'downloaded-and-deleted' : dryRun ? 'would-be-deleted' : 'deleted');
        set(gone, 'already-deleted');
        const downloaded = remaining.filter(({ id }) => outcomes.get(id) === 'downloaded');
        if (downloads)
            set(downloaded, 'downloaded-not-deleted');
        else
            set(remaining, 'not-deleted');
        set(artifactsOf(failed), 'delete-failed');
    }
    return outcomes;
}
function costs({ selected, downloads }, cost) {
    const { apiRequests, serviceRequests: toService = 0, rateLimitRemaining } = cost;
    const api = apiUsage(apiRequests, rateLimitRemaining);
    const usage = toService > 0 ? `${api}; ${(0,artifact_service/* serviceRequests */.mJ)(toService)}` : api;
    if (downloads === undefined || selected.length === 0)
        return usage;
    const { placed, transferredBytes, cacheHits } = downloads;
    const download = transferred({
        received: transferredBytes,
        extracted: extractedSize(placed),
        downloaded: placed.length,
        verified: placed.filter(({ digestAgreed }) => digestAgreed === true).length,
        cacheHits
    });
    return `${download}; ${usage}`;
}

;// CONCATENATED MODULE: ./lib/report/report.js





function writeReport(result, context) {
    const { inputs, env, usage, notes, warn } = context;
    let outputError;
    try {
        const warnings = writeOutputs(outputsOf(result, usage, inputs), result, env);
        for (const warning of warnings)
            warn(warning);
    }
    catch (error) {
        outputError = commandFileError(error, 'GITHUB_OUTPUT');
        if (result.failure)
            warn(outputError.message);
    }
    if (inputs.summary && env.GITHUB_STEP_SUMMARY) {
        const summary = summaryOf(result, { notes, usage, inputs, now: Date.now() });
        try {
            (0,external_node_fs_.appendFileSync)(env.GITHUB_STEP_SUMMARY, summary);
        }
        catch (error) {
            warn(commandFileError(error, 'GITHUB_STEP_SUMMARY').message);
        }
    }
    return result.failure ?? outputError;
}
function commandFileError(thrown, file) {
    return (0,disk_error/* diskError */.wO)(thrown, commandFileNotWritten(file), commandFileHint());
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


/***/ }),

/***/ 9783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ checkBypass),
/* harmony export */   s: () => (/* binding */ getProxyUrl)
/* harmony export */ });
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map

/***/ })

};
