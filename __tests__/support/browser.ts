import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where it is on Linux. On other systems only one that `CHROMIUM` names is taken. */
export const LINUX_BROWSERS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser of this machine; undefined where there is none. `CHROMIUM` names another, or none if it is empty. */
export const browserPath = (
  process.env.CHROMIUM === undefined
    ? process.platform === 'linux'
      ? LINUX_BROWSERS
      : []
    : [process.env.CHROMIUM]
).find(existsSync)

export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({
    executablePath: browserPath ?? '',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--no-first-run',
      '--disable-sync'
    ]
  })
}
