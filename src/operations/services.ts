import type { DownloadServices } from '../download/services.js'
import type { SelectionServices } from '../selection/services.js'

/** The clients that an operation uses. */
export type Services = SelectionServices & DownloadServices
