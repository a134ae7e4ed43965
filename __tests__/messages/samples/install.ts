import {
  diskAdvice,
  diskFailed,
  diskReason,
  installBlocked,
  installBlockedAdvice,
  installFailed,
  installNotUndone,
  installStopped,
  invalidFolderName,
  notRemoved,
  notRestored,
  stagedSpecialFile,
  stagingFailed,
  targetChanged,
  targetChangedAdvice,
  targetRefused,
  targetRefusedAdvice,
  targetUnusable
} from '../../../src/messages/install.js'
import type { Samples } from './samples.js'

const intoPath = { artifact: 'dist', path: '/work/out' }
const severalIntoPath = { artifact: undefined, path: '/work/out' }
const intoOthers = { artifact: 'dist', path: undefined }
const exists = { path: 'a.txt', owner: undefined, obstacle: 'file exists' } as const
const ERRNOS = [
  'EACCES',
  'EPERM',
  'EIO',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'ENAMETOOLONG',
  'EFBIG',
  'EMFILE',
  'EBUSY',
  'ENXIO'
]

export const INSTALL: Samples = {
  installBlocked: [
    () => installBlocked(intoPath, [exists], 1),
    () => installBlocked(severalIntoPath, [exists, { ...exists, path: 'b\n::error::' }], 6),
    () => installBlocked(intoOthers, [{ ...exists, owner: 'docs' }], 1),
    () => installBlocked(intoPath, [{ ...exists, obstacle: 'blocking file' }], 1),
    () => installBlocked(intoPath, [{ ...exists, obstacle: 'blocking folder' }], 1),
    () => installBlocked(intoPath, [{ ...exists, obstacle: 'link' }], 1),
    () => installBlocked(intoPath, [{ ...exists, obstacle: 'special' }], 1)
  ],
  installBlockedAdvice: [
    () => installBlockedAdvice(intoPath, new Set(['file exists'])),
    () => installBlockedAdvice(intoOthers, new Set(['file exists'])),
    () => installBlockedAdvice(intoPath, new Set(['file exists', 'blocking folder'])),
    () => installBlockedAdvice(intoPath, new Set(['blocking file', 'link'])),
    () => installBlockedAdvice(intoOthers, new Set(['link']))
  ],
  installFailed: [() => installFailed('/work/out')],
  installNotUndone: [
    () =>
      installNotUndone('/work/out', diskReason('EIO', 'EIO: i/o error'), [
        notRestored('a.txt', '/work/.artifact-action-1/replaced/0'),
        notRemoved('b.txt')
      ])
  ],
  notRestored: [() => notRestored('a.txt', '/work/.artifact-action-1/replaced/0')],
  notRemoved: [() => notRemoved('a.txt')],
  installStopped: [installStopped],
  targetChanged: [() => targetChanged('docs')],
  targetChangedAdvice: [targetChangedAdvice],
  invalidFolderName: [() => invalidFolderName('..')],
  stagedSpecialFile: [() => stagedSpecialFile('link')],
  stagingFailed: [() => stagingFailed('/work/out')],
  targetUnusable: [() => targetUnusable('/work/out')],
  targetRefused: [
    () => targetRefused('/work/out', 'is a file'),
    () => targetRefused('/work/out', 'through a file'),
    () => targetRefused('/work/out', 'broken link'),
    () => targetRefused('/work/out', 'not creatable'),
    () => targetRefused('Q:\\out', 'not creatable (Windows)')
  ],
  targetRefusedAdvice: [targetRefusedAdvice],
  diskReason: [
    ...ERRNOS.map(code => () => diskReason(code, `${code}: some failure, open 'x'`)),
    () =>
      diskReason('EACCES', '', {
        path: '/work/out',
        owner: { id: 0, name: 'root' },
        user: { id: 1001, name: undefined }
      }),
    () => diskReason('EPERM', '', { path: 'D:\\out' })
  ],
  diskAdvice: ERRNOS.map(code => () => diskAdvice(code)),
  diskFailed: [() => diskFailed(installFailed('/work/out'), diskReason('ENOSPC', ''))]
}
