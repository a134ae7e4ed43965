import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Duplex } from 'node:stream'
import { apiError, failureOf } from '../../../src/github/api-error.js'
import { tunnel } from '../../../src/http/tunnel.js'
import { startProxy } from '../../support/connect-proxy.js'

const TARGET = { host: '127.0.0.1', port: 1 }

/** What came of asking for a tunnel. */
async function asked(proxy: string): Promise<Error | Duplex | undefined> {
  return await new Promise(resolve => {
    tunnel(new URL(proxy), TARGET, false, (error, socket) => resolve(error ?? socket))
  })
}

/** Whether a DELETE that was to go through it may have been carried out. */
function mayBeDone(error: unknown): boolean {
  const repository = { owner: 'octo-org', repo: 'app' }
  const call = { doing: 'delete an artifact', repository, access: 'write', ownRepository: true } as const
  return apiError(call, failureOf(error)).mayBeDone
}

test('without a tunnel nothing was asked of the server', async () => {
  const proxy = await startProxy()
  proxy.answer = () => 403
  const refused = await asked(proxy.url)
  await proxy.close()
  expect(refused).toMatchObject({ message: 'the proxy answered 403' })
  const rude = createServer(socket => socket.end()).listen(0, '127.0.0.1')
  await once(rude, 'listening')
  const hungUp = await asked(`http://127.0.0.1:${(rude.address() as AddressInfo).port}`)
  rude.close()
  expect(hungUp).toMatchObject({ message: expect.stringMatching(/^no tunnel through the proxy: /) })
  const cut = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  const wrapped = [refused, hungUp, cut].map(cause => new Error('failed', { cause }))
  expect(wrapped.map(mayBeDone)).toEqual([false, false, true])
})
