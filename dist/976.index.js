export const id = 976;
export const ids = [976];
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




const commandFileNotWritten = (file) => `The ${file === 'GITHUB_OUTPUT' ? 'outputs' : 'summary'} could not be written to ${file}`;
const commandFileHint = () => 'The operation itself is done. The runner creates this file for each step, in its temporary folder. Check the disk of that folder, and that no earlier step changed its permissions.';
const artifactsFileNotWritten = (reason) => `artifacts-file could not be written: ${(0,printable/* printable */.g)(reason)}`;
const artifactsTooLong = (count) => `The output "artifacts" is []: the JSON of ${(0,plural/* plural */.L)(count, 'artifact')} is too long. Read the file in artifacts-file instead`;
const pathsTooLong = () => 'The output "paths" is {}: the JSON is too long. Each artifact is in a folder with its name, in the folder of download-path';
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
const keptSummary = (kept) => `Kept: ${kept.map(group => escapeMarkdown((0,selection/* keptArtifacts */.kR)(group))).join('; ')}`;
const moreArtifacts = (count) => `and ${count} more in \`artifacts-file\``;
const moreNotes = (count) => `and ${count} more in the log`;
const storageChartTitle = () => 'Storage by name';
const deletedChartTitle = (dryRun) => (dryRun ? 'To be deleted by name' : 'Deleted by name');
function keptChartTitle(dryRun, shown, groups) {
    const count = groups > shown ? `${shown} of ` : '';
    return `Kept (green) and ${dryRun ? 'to be deleted' : 'deleted'} (red) in ${count}${(0,plural/* plural */.L)(groups, 'group')}`;
}
const otherParts = (count) => `${count} others`;
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
const outcomeText = (outcome) => OUTCOMES[outcome];
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
// EXTERNAL MODULE: ./lib/github/artifact.js
var github_artifact = __webpack_require__(6685);
// EXTERNAL MODULE: ./lib/github/repository.js
var github_repository = __webpack_require__(2635);
// EXTERNAL MODULE: ./lib/operations/result.js
var operations_result = __webpack_require__(6317);
;// CONCATENATED MODULE: ./lib/report/outputs.js










const MAX_CHARACTERS = 500_000;
const CHUNK = 100;
function outputsOf(result, usage, inputs) {
    const { selected, downloads, deletions } = result;
    return {
        found: String(selected.length >= Math.max(1, inputs.minCount)),
        count: String(selected.length),
        'total-size': String((0,github_artifact/* totalSize */.UT)(selected)),
        artifacts: cappedList(selected),
        ids: cappedList(selected.map(({ id }) => id)),
        names: cappedList(selected.map(({ name }) => name)),
        ...newestOutputs(result, inputs),
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
function runIdOf({ workflow_run: run }, { place }) {
    return run?.id ?? (place.kind === 'run' ? place.runId : undefined);
}
function runUrl(runId, { apiUrl, repository, pageNumberOf = id => id }) {
    const number = pageNumberOf(runId);
    return number === undefined
        ? undefined
        : `${(0,github_repository/* webUrlOf */.n6)(apiUrl)}/${(0,github_repository/* fullName */.fq)(repository)}/actions/runs/${number}`;
}
function artifactUrl(artifact, where) {
    const runId = runIdOf(artifact, where);
    const url = runId === undefined ? undefined : runUrl(runId, where);
    return url === undefined ? '' : `${url}/artifacts/${artifact.id}`;
}
function newestOutputs({ selected, pageNumberOf }, inputs) {
    const where = { ...inputs, pageNumberOf };
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
function downloadOutputs(downloads) {
    const { placed, failed } = downloads;
    const paths = Object.create(null);
    for (const { artifact, folder } of placed)
        paths[artifact.name] ??= folder;
    return {
        'download-path': downloads.path,
        paths: capped(paths),
        'file-count': String(downloads.files),
        'extracted-size': String((0,operations_result/* extractedSize */.c)(placed)),
        'transferred-bytes': String(downloads.transferredBytes),
        'cache-hits': String(downloads.cacheHits),
        'digest-verified': String(placed.length > 0 && failed.length === 0 && placed.every(({ digestCheck }) => digestCheck === 'matches'))
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
        warnings.push(artifactsFileNotWritten((0,disk_error/* reasonOf */.A3)(error)));
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
var duration = __webpack_require__(9378);
// EXTERNAL MODULE: ./lib/messages/error-codes.js
var error_codes = __webpack_require__(6549);
// EXTERNAL MODULE: ./lib/messages/formats.js
var formats = __webpack_require__(1676);
// EXTERNAL MODULE: ./lib/messages/operations.js
var operations = __webpack_require__(3648);
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
        shown.push({ name: otherParts(others.length), size });
    }
    const labels = uniqueLabels(shown.map(({ name }) => name));
    return fenced([
        'pie',
        `  title ${plainText(title)}`,
        ...shown.map(({ size }, index) => `  "${labels[index]}, ${(0,messages_size/* formatSize */.X)(size)}" : ${size}`)
    ]);
}
function barsOfKept(dryRun, groups) {
    const affected = groups.filter(({ deleted }) => deleted > 0);
    if (affected.every(({ kept }) => kept === 0))
        return undefined;
    const shown = affected.toSorted((a, b) => b.deleted - a.deleted).slice(0, MAX_PARTS);
    const sizes = shown.map(({ kept, deleted }) => kept + deleted);
    const labels = uniqueLabels(shown.map(({ name }) => name), MAX_BAR_LABEL).map((label, index) => `"${label}, ${(0,messages_size/* formatSize */.X)(sizes[index] ?? 0)}"`);
    return fenced([
        `%%{init: ${JSON.stringify(barStyle(shown.length))}}%%`,
        'xychart-beta horizontal',
        `  title "${keptChartTitle(dryRun, shown.length, groups.length)}"`,
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
        ...(deletions && (0,operations_result/* isQuotaLate */.x)(context.inputs, deletions) ? [(0,operations/* quotaIsLate */.L2)()] : []),
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
        const size = (0,operations_result/* extractedSize */.c)(placed);
        return { repository, outcome: 'downloaded', count, downloaded: placed.length, files, size };
    }
    if (deletions) {
        const { dryRun, deleted } = deletions;
        const size = (0,github_artifact/* totalSize */.UT)(deleted);
        return { repository, outcome: 'deleted', count, deleted: deleted.length, size, dryRun };
    }
    return { repository, outcome: 'found', count, size: (0,github_artifact/* totalSize */.UT)(selected) };
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
    return pieOfSizes(storageChartTitle(), names.map(({ name, kept: size }) => ({ name, size })));
}
function cleanUpChart({ dryRun, deleted, groups = [] }) {
    const names = (0,group_tally/* tallyGroups */.p)({ kept: [], deleted }, ({ name }) => name);
    const parts = names.map(({ name, deleted: size }) => ({ name, size }));
    return barsOfKept(dryRun, groups) ?? pieOfSizes(deletedChartTitle(dryRun), parts);
}
function tableOf(result, { inputs, now }) {
    const rows = result.selected.slice(0, MAX_ROWS);
    if (rows.length === 0)
        return [];
    const outcomes = outcomesOf(result);
    const where = { ...inputs, pageNumberOf: result.pageNumberOf };
    const columns = [
        { title: 'artifact', align: '---', cell: artifact => linked(artifact, where) },
        { title: 'size', align: '--:', cell: ({ size_in_bytes: size }) => (0,messages_size/* formatSize */.X)(size) },
        { title: 'age', align: '--:', cell: artifact => (0,duration/* formatAgeSince */.F4)((0,github_artifact/* uploadedAt */.ID)(artifact), now) },
        { title: 'run', align: '---', cell: artifact => runLink(artifact, where) },
        { title: 'branch', align: '---', cell: artifact => escapeMarkdown((0,formats/* branchTitle */.ps)(artifact)) },
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
function linked(artifact, where) {
    const name = escapeMarkdown(artifact.name);
    const url = artifactUrl(artifact, where);
    return url === '' ? name : `[${name}](${url})`;
}
function runLink(artifact, where) {
    const runId = runIdOf(artifact, where);
    if (runId === undefined)
        return '';
    const url = runUrl(runId, where);
    return url === undefined ? String(runId) : `[${runId}](${url})`;
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
    const { apiRequests, serviceRequests: toService, rateLimitRemaining } = cost;
    const api = apiUsage(apiRequests, rateLimitRemaining);
    const usage = toService > 0 ? `${api}; ${(0,artifact_service/* serviceRequests */.mJ)(toService)}` : api;
    if (downloads === undefined || selected.length === 0)
        return usage;
    const { placed, transferredBytes, cacheHits } = downloads;
    const download = transferred({
        received: transferredBytes,
        extracted: (0,operations_result/* extractedSize */.c)(placed),
        downloaded: placed.length,
        verified: placed.filter(({ digestCheck }) => digestCheck === 'matches').length,
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

/***/ }),

/***/ 3223:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  A: () => (/* binding */ fast_string_width_dist)
});

;// CONCATENATED MODULE: ./node_modules/fast-string-truncated-width/dist/utils.js
/* MAIN */
const getCodePointsLength = (() => {
    const SURROGATE_PAIR_RE = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
    return (input) => {
        let surrogatePairsNr = 0;
        SURROGATE_PAIR_RE.lastIndex = 0;
        while (SURROGATE_PAIR_RE.test(input)) {
            surrogatePairsNr += 1;
        }
        return input.length - surrogatePairsNr;
    };
})();
const isFullWidth = (x) => {
    return x === 0x3000 || x >= 0xFF01 && x <= 0xFF60 || x >= 0xFFE0 && x <= 0xFFE6;
};
const isWideNotCJKTNotEmoji = (x) => {
    return x === 0x231B || x === 0x2329 || x >= 0x2FF0 && x <= 0x2FFF || x >= 0x3001 && x <= 0x303E || x >= 0x3099 && x <= 0x30FF || x >= 0x3105 && x <= 0x312F || x >= 0x3131 && x <= 0x318E || x >= 0x3190 && x <= 0x31E3 || x >= 0x31EF && x <= 0x321E || x >= 0x3220 && x <= 0x3247 || x >= 0x3250 && x <= 0x4DBF || x >= 0xFE10 && x <= 0xFE19 || x >= 0xFE30 && x <= 0xFE52 || x >= 0xFE54 && x <= 0xFE66 || x >= 0xFE68 && x <= 0xFE6B || x >= 0x1F200 && x <= 0x1F202 || x >= 0x1F210 && x <= 0x1F23B || x >= 0x1F240 && x <= 0x1F248 || x >= 0x20000 && x <= 0x2FFFD || x >= 0x30000 && x <= 0x3FFFD;
};
/* EXPORT */


;// CONCATENATED MODULE: ./node_modules/fast-string-truncated-width/dist/index.js
/* IMPORT */

/* HELPERS */
const ANSI_RE = /[\u001b\u009b][[()#;?]*(?:[0-9]{1,4}(?:;[0-9]{0,4})*)?[0-9A-ORZcf-nqry=><]|\u001b\]8;[^;]*;.*?(?:\u0007|\u001b\u005c)/y;
const CONTROL_RE = /[\x00-\x08\x0A-\x1F\x7F-\x9F]{1,1000}/y;
const CJKT_WIDE_RE = /(?:(?![\uFF61-\uFF9F\uFF00-\uFFEF])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Tangut}]){1,1000}/yu;
const TAB_RE = /\t{1,1000}/y;
const EMOJI_RE = /[\u{1F1E6}-\u{1F1FF}]{2}|\u{1F3F4}[\u{E0061}-\u{E007A}]{2}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{1,3}\u{E007F}|(?:\p{Emoji}\uFE0F\u20E3?|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|\p{Emoji_Presentation})(?:\u200D(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}?|\p{Emoji_Presentation}|\p{Emoji}\uFE0F\u20E3?))*/yu;
const LATIN_RE = /(?:[\x20-\x7E\xA0-\xFF](?!\uFE0F)){1,1000}/y;
const MODIFIER_RE = /\p{M}+/gu;
const NO_TRUNCATION = { limit: Infinity, ellipsis: '' };
/* MAIN */
const getStringTruncatedWidth = (input, truncationOptions = {}, widthOptions = {}) => {
    /* CONSTANTS */
    const LIMIT = truncationOptions.limit ?? Infinity;
    const ELLIPSIS = truncationOptions.ellipsis ?? '';
    const ELLIPSIS_WIDTH = truncationOptions?.ellipsisWidth ?? (ELLIPSIS ? getStringTruncatedWidth(ELLIPSIS, NO_TRUNCATION, widthOptions).width : 0);
    const ANSI_WIDTH = 0;
    const CONTROL_WIDTH = widthOptions.controlWidth ?? 0;
    const TAB_WIDTH = widthOptions.tabWidth ?? 8;
    const EMOJI_WIDTH = widthOptions.emojiWidth ?? 2;
    const FULL_WIDTH_WIDTH = 2;
    const REGULAR_WIDTH = widthOptions.regularWidth ?? 1;
    const WIDE_WIDTH = widthOptions.wideWidth ?? FULL_WIDTH_WIDTH;
    const PARSE_BLOCKS = [
        [LATIN_RE, REGULAR_WIDTH],
        [ANSI_RE, ANSI_WIDTH],
        [CONTROL_RE, CONTROL_WIDTH],
        [TAB_RE, TAB_WIDTH],
        [EMOJI_RE, EMOJI_WIDTH],
        [CJKT_WIDE_RE, WIDE_WIDTH],
    ];
    /* STATE */
    let indexPrev = 0;
    let index = 0;
    let length = input.length;
    let lengthExtra = 0;
    let truncationEnabled = false;
    let truncationIndex = length;
    let truncationLimit = Math.max(0, LIMIT - ELLIPSIS_WIDTH);
    let unmatchedStart = 0;
    let unmatchedEnd = 0;
    let width = 0;
    let widthExtra = 0;
    /* PARSE LOOP */
    outer: while (true) {
        /* UNMATCHED */
        if ((unmatchedEnd > unmatchedStart) || (index >= length && index > indexPrev)) {
            const unmatched = input.slice(unmatchedStart, unmatchedEnd) || input.slice(indexPrev, index);
            lengthExtra = 0;
            for (const char of unmatched.replaceAll(MODIFIER_RE, '')) {
                const codePoint = char.codePointAt(0) || 0;
                if (isFullWidth(codePoint)) {
                    widthExtra = FULL_WIDTH_WIDTH;
                }
                else if (isWideNotCJKTNotEmoji(codePoint)) {
                    widthExtra = WIDE_WIDTH;
                }
                else {
                    widthExtra = REGULAR_WIDTH;
                }
                if ((width + widthExtra) > truncationLimit) {
                    truncationIndex = Math.min(truncationIndex, Math.max(unmatchedStart, indexPrev) + lengthExtra);
                }
                if ((width + widthExtra) > LIMIT) {
                    truncationEnabled = true;
                    break outer;
                }
                lengthExtra += char.length;
                width += widthExtra;
            }
            unmatchedStart = unmatchedEnd = 0;
        }
        /* EXITING */
        if (index >= length) {
            break outer;
        }
        /* PARSE BLOCKS */
        for (let i = 0, l = PARSE_BLOCKS.length; i < l; i++) {
            const [BLOCK_RE, BLOCK_WIDTH] = PARSE_BLOCKS[i];
            BLOCK_RE.lastIndex = index;
            if (BLOCK_RE.test(input)) {
                lengthExtra = BLOCK_RE === CJKT_WIDE_RE ? getCodePointsLength(input.slice(index, BLOCK_RE.lastIndex)) : BLOCK_RE === EMOJI_RE ? 1 : BLOCK_RE.lastIndex - index;
                widthExtra = lengthExtra * BLOCK_WIDTH;
                if ((width + widthExtra) > truncationLimit) {
                    truncationIndex = Math.min(truncationIndex, index + Math.floor((truncationLimit - width) / BLOCK_WIDTH));
                }
                if ((width + widthExtra) > LIMIT) {
                    truncationEnabled = true;
                    break outer;
                }
                width += widthExtra;
                unmatchedStart = indexPrev;
                unmatchedEnd = index;
                index = indexPrev = BLOCK_RE.lastIndex;
                continue outer;
            }
        }
        /* UNMATCHED INDEX */
        index += 1;
    }
    /* RETURN */
    return {
        width: truncationEnabled ? truncationLimit : width,
        index: truncationEnabled ? truncationIndex : length,
        truncated: truncationEnabled,
        ellipsed: truncationEnabled && LIMIT >= ELLIPSIS_WIDTH
    };
};
/* EXPORT */
/* harmony default export */ const dist = (getStringTruncatedWidth);

;// CONCATENATED MODULE: ./node_modules/fast-string-width/dist/index.js
/* IMPORT */

/* HELPERS */
const dist_NO_TRUNCATION = {
    limit: Infinity,
    ellipsis: '',
    ellipsisWidth: 0,
};
/* MAIN */
const fastStringWidth = (input, options = {}) => {
    return dist(input, dist_NO_TRUNCATION, options).width;
};
/* EXPORT */
/* harmony default export */ const fast_string_width_dist = (fastStringWidth);


/***/ })

};
