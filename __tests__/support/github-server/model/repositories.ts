import { Ids, type Numbering } from './ids.js'
import { Repository, type RepositoryFields } from './repository.js'

/** Every repository of a server, by name without case and by id. */
export class Repositories {
  readonly #ids: Ids
  readonly #all: Repository[] = []

  /** @param numbering GitHub's unless told */
  constructor(numbering?: Numbering) {
    this.#ids = new Ids(numbering)
  }

  add(full_name: string, fields: RepositoryFields): Repository {
    const repository = new Repository(this.#ids, full_name, fields)
    this.#all.push(repository)
    return repository
  }

  byName(full_name: string): Repository | undefined {
    const wanted = full_name.toLowerCase()
    return this.#all.find(repository => repository.full_name.toLowerCase() === wanted)
  }

  byFormerName(full_name: string): Repository | undefined {
    const wanted = full_name.toLowerCase()
    return this.#all.find(repository => repository.formerNames.has(wanted))
  }

  byId(id: number): Repository | undefined {
    return this.#all.find(repository => repository.id === id)
  }
}
