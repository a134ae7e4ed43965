import {
  bytesAfterResponse,
  certificateHint,
  certificateRefused,
  connectionClosed,
  connectionEndedEarly,
  proxyFailed,
  proxyHint,
  proxyRefused,
  proxyUnusable
} from '../../../src/messages/network.js'
import type { Samples } from './samples.js'

export const NETWORK: Samples = {
  proxyUnusable: [() => proxyUnusable('https_proxy')],
  proxyHint: [() => proxyHint('https_proxy')],
  proxyRefused: [() => proxyRefused(403)],
  proxyFailed: [() => proxyFailed('connect ECONNREFUSED 127.0.0.1:3128'), () => proxyFailed('##[warning]\n')],
  connectionEndedEarly: [connectionEndedEarly],
  connectionClosed: [connectionClosed],
  bytesAfterResponse: [bytesAfterResponse],
  certificateRefused: [() => certificateRefused('objects.example.com', 'SELF_SIGNED_CERT_IN_CHAIN')],
  certificateHint: [
    () => certificateHint('SELF_SIGNED_CERT_IN_CHAIN'),
    () => certificateHint('CERT_HAS_EXPIRED')
  ]
}
