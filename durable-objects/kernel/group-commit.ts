/**
 * Commands that arrive while the object is busy run one after the other in its next event-loop turn, and one durable
 * commit acknowledges them all: writes without an await between them share a transaction, and the platform's output
 * gate holds every reply until it is on disk.
 */
export class GroupCommit<Job, Result> {
  readonly #runTurn: (jobs: Job[]) => Result[]
  readonly #nextTurn: () => Promise<void>
  #waiting: { job: Job; settle: (result: Result) => void; fail: (error: unknown) => void }[] = []

  constructor(runTurn: (jobs: Job[]) => Result[], nextTurn: () => Promise<void>) {
    this.#runTurn = runTurn
    this.#nextTurn = nextTurn
  }

  submit(job: Job): Promise<Result> {
    return new Promise((settle, fail) => {
      this.#waiting.push({ job, settle, fail })
      if (this.#waiting.length === 1) void this.#flush()
    })
  }

  async #flush(): Promise<void> {
    await this.#nextTurn()
    const turn = this.#waiting
    this.#waiting = []
    try {
      const results = this.#runTurn(turn.map(({ job }) => job))
      for (const [index, { settle }] of turn.entries()) settle(results[index] as Result)
    } catch (error) {
      for (const { fail } of turn) fail(error)
    }
  }
}
