import { collectYoung } from '../../../src/transfer/young-gc.js'

test('this Node can be asked to collect, and what is let go goes', async () => {
  let collected = 0
  const registry = new FinalizationRegistry(() => collected++)
  for (let index = 0; index < 100; index++) registry.register({ index }, undefined)
  await new Promise(resolve => setTimeout(resolve, 0))
  // An object has to survive nothing to be young.
  for (let round = 0; round < 3; round++) collectYoung?.({ type: 'minor' })
  await new Promise(resolve => setTimeout(resolve, 50))
  expect(collected).toBeGreaterThan(0)
})
