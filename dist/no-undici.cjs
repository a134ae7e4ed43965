"use strict";
/**
 * Replaces undici in dist (scripts/build.ts). @actions/http-client and @actions/github load undici for a fetch and a proxy
 * that are not used here: all requests go through node:http (src/http). Loading it would double the time to the first
 * request.
 */
class ProxyAgent {
}
function fetch() {
    throw new Error('undici is not part of this bundle');
}
module.exports = { ProxyAgent, fetch };
