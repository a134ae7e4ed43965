/**
 * What dist has in place of undici (scripts/build.ts). @actions/http-client and @actions/github load it wherever they are
 * loaded, for a fetch and a proxy that are not used here: API and storage are asked by node:http (src/http). Loading it
 * takes as long as all else up to the first request.
 */
class ProxyAgent {}

function fetch(): never {
  throw new Error('undici is not part of this bundle')
}

export = { ProxyAgent, fetch }
