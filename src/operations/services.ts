import type { DownloadServices } from '../download/services.js'
import type { SelectionServices } from '../selection/services.js'

/** What an operation works with. */
export type Services = SelectionServices & DownloadServices
