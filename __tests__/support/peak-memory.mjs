import { readFileSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

// Preloaded (`--import`) into a process whose memory is measured: its peak resident size in kB goes into the file that
// PEAK_MEMORY names. Not by resourceUsage where /proc is: that begins with what the parent had when it forked.
function peak() {
  try {
    return /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
  } catch {
    return String(process.resourceUsage().maxRSS)
  }
}

if (isMainThread) process.on('exit', () => writeFileSync(process.env.PEAK_MEMORY, peak()))
