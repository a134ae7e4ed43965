import type { RestApi } from '../api/api.js'
import type { Judge } from '../conformance/conformance.js'
import type { Answer, Headers } from '../http/answer.js'
import { plainNotFound } from './answers.js'

/** act's server: it has an artifact service and nothing else. */
export class NoApi implements RestApi, Judge {
  async answer(): Promise<Answer> {
    return plainNotFound()
  }

  commonHeaders(): Headers {
    return {}
  }

  requestProblems(): string[] {
    return ['this server has no REST API']
  }

  answerProblems(): string[] {
    return []
  }
}
