/** What the events say about the books: whether each entry balances, and the trial balance that they add up to. */
export class Books {
  #accounts = new Map()
  #mergedInto = new Map()
  #scales = new Map()
  #balances = new Map()
  currency = ''
  entries = 0
  lines = 0

  /** What is wrong with the event, or undefined. */
  take({ type, data }) {
    switch (type) {
      case 'company-opened':
        this.currency = data.currency
        return undefined
      case 'unit-registered':
        this.#scales.set(data.code, data.scale)
        return undefined
      case 'account-opened':
        this.#accounts.set(data.id, { code: data.code, name: data.name })
        return undefined
      case 'account-changed':
        this.#accounts.set(data.id, { ...this.#accounts.get(data.id), ...named(data.after) })
        return undefined
      case 'account-merged':
        this.#mergedInto.set(data.id, data.into)
        return undefined
      case 'journal-entry-posted':
        return this.#post(data)
    }
    return undefined
  }

  #post({ lines }) {
    this.entries++
    const sums = new Map()
    for (const { account, unit, quantity, value } of lines) {
      this.lines++
      // Values sum under a key of their own: a unit's code is never empty.
      const [key, amount] = value === null ? [unit, quantity] : ['', value]
      if (!Number.isSafeInteger(quantity) || !Number.isSafeInteger(amount))
        return 'has an amount that is no integer'
      if (!this.#accounts.has(account)) return `posts to the account ${account}, which was never opened`
      sums.set(key, (sums.get(key) ?? 0n) + BigInt(amount))
      this.#add(account, unit, quantity, value)
    }
    return [...sums.values()].every((sum) => sum === 0n) ? undefined : 'does not balance'
  }

  #add(account, unit, quantity, value) {
    addTo(this.#balances, {
      account,
      unit,
      quantity: BigInt(quantity),
      value: value === null ? null : BigInt(value),
    })
  }

  /** History follows a merged account to the one that it became a part of. */
  #heir(account) {
    const into = this.#mergedInto.get(account)
    return into === undefined ? account : this.#heir(into)
  }

  /** Rows by code and unit; amounts as decimal text. The values of all rows add up to zero. */
  trialBalance() {
    const balances = new Map()
    for (const row of this.#balances.values()) addTo(balances, { ...row, account: this.#heir(row.account) })
    const rows = [...balances.values()].map(({ account, unit, quantity, value }) => ({
      ...this.#accounts.get(account),
      unit,
      quantity: decimal(quantity, this.#scales.get(unit) ?? 0),
      value: value === null ? null : decimal(value, this.#scales.get(this.currency) ?? 2),
    }))
    return rows
      .filter(({ quantity, value }) => /[1-9]/.test(quantity) || /[1-9]/.test(value ?? ''))
      .sort((a, b) => compare(a.code, b.code) || compare(a.unit, b.unit))
  }
}

function addTo(balances, { account, unit, quantity, value }) {
  const key = `${account} ${unit}`
  const row = balances.get(key) ?? { account, unit, quantity: 0n, value: null }
  row.quantity += quantity
  if (value !== null) row.value = (row.value ?? 0n) + value
  balances.set(key, row)
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

function named(after = {}) {
  const { code, name } = after
  return { ...(code !== undefined && { code }), ...(name !== undefined && { name }) }
}

function decimal(minor, scale) {
  const digits = String(minor < 0n ? -minor : minor).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const sign = minor < 0n ? '-' : ''
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`
}
