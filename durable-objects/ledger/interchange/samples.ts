/** Journals of the kinds people write, one per way of writing. Used by the tests and compared with the originals. */
export const samples: Record<string, string> = {
  simple: `
2026-01-05 * (1001) Acme | invoice ; paid: bank, due: 2026-02-05
    ; second line
    assets:bank:checking    $1,250.00
    income:sales           $-1250.00

2026/1/6 ! coffee
    expenses:coffee  $4.50  ; with Ann
    ; mood: good
    assets:cash
2026.01.07=2026.01.09 lunch
    ! expenses:food  -$-12
    * assets:cash  - $12
`,
  international: `
commodity EUR 1.000,00
commodity 1 000,00 SEK
decimal-mark ,
2026-01-01 gemischt
    aktiva:bank  EUR 1.234,56
    ertrag:umsatz  EUR -1.234,56
2026-01-02
    aktiva:kasse  1 234,50 SEK
    ertrag:umsatz  -1 234,5 SEK
2026-01-03
    aktiva:bank  1.000 EUR
    ertrag:umsatz  EUR -1000
`,
  marks: `
2026-01-01
    assets:a  1,000.50 USD
    assets:b  -1000.5 USD
2026-01-02
    assets:a  1.000,50 EUR
    assets:b  -1000,5 EUR
2026-01-03
    assets:a  1E3 JPY
    assets:b  -1000 JPY
2026-01-04
    assets:a  1 000 000.25 CHF
    assets:b  -1,000,000.25 CHF
2026-01-05
    assets:a  3 "green apples"
    assets:b  -3.0 "green apples"
2026-01-06
    assets:a  .5 GBP
    assets:b  -0.50 GBP
`,
  costs: `
2026-01-01 buy
    assets:broker  10 AAPL @ $150.25
    assets:cash  $-1502.50
2026-01-02 buy total
    assets:broker  3 MSFT @@ $1000.01
    assets:cash
2026-01-03 sell
    assets:broker  -4 AAPL @ $150.25
    assets:cash  $700
    income:gains
2026-01-04 foreign cash
    assets:euro  €100 @ $1.10
    assets:cash  $-110.00
2026-01-05 implicit
    assets:euro  €50
    assets:cash  $-56.25
2026-01-06 implicit, several
    assets:euro  €10
    assets:purse  €20
    assets:cash  $-33.33
2026-01-07 zero cost
    assets:broker  2 AAPL @@ $0
    assets:cash  $0
2026-01-08 negative total
    assets:euro  €-10 @@ $11.50
    assets:cash  $11.50
2026-01-09 virtual cost
    assets:euro  €10 (@) $1.25
    assets:cash  $-12.50
`,
  residues: `
2026-01-09 fund
    assets:fund  4.862 VBMPX @ 98.73 USD
    assets:cash  -480.03 USD
2026-01-09 fund
    assets:fund  6.273 RGAGX @ 114.78 USD
    assets:cash  -720.01 USD
2026-01-10 two funds
    assets:fund  1.111 VBMPX @ 9.99 USD
    assets:other  2.222 RGAGX @ 9.99 USD
    assets:cash  -33.30 USD
`,
  elided: `
2026-01-01
    assets:a  $5
    assets:b  €6
    assets:c  3 hours
    equity:opening
2026-01-02
    assets:a  2 X @ $3.50
    equity:opening
`,
  assertions: `
2026-01-01 opening
    assets:bank  = $100.00
    assets:bank:savings  = $50
    equity:opening
2026-01-03 later in the file, earlier in time below
    assets:bank  $-30 = $60 ; 100 - 10 - 30
    expenses:food
2026-01-02
    assets:bank  $-10 == $90
    expenses:food
2026-01-04
    assets:bank  $0 =* $110
    assets:bank  ==* $200
    equity:opening
2026-01-05
    assets:bank  0 = 0
    assets:cash  = $7
    expenses:food
2026-01-06
    assets:stock:x  3 EUR
    assets:stock  $1 ==* $1
    equity:opening
`,
  aliases: `
alias checking = assets:bank:checking
alias /^exp(enses)?:(.*)$/ = expenses:\\2
2026-01-01
    checking  $10
    exp:food  $-10
apply account business
2026-01-02
    checking:sub  $10
    exp:food  $-10
end apply account
end aliases
2026-01-03
    checking  $10
    exp:food  $-10
`,
  years: `
Y2025
1/31 x
    assets:a  $1
    assets:b
Y 2024
2/29=3/1 leap
    assets:a  $1
    assets:b
2026-12-31=1/1
    assets:a  $1
    assets:b
`,
  defaults: `
D $1,000.00
2026-01-01
    assets:a  5
    assets:b  -5.00
2026-01-02
    assets:a  1,000
    assets:b  $-1000
`,
  virtual: `
2026-01-01
    assets:cash  $-10
    expenses:food  $10
    [assets:budget:food]  $-10
    [assets:budget:available]
`,
  noise: `\uFEFF; comment
# comment
* org heading
  ; indented comment

comment
2026-01-01 not a transaction
    a  1
end comment
account assets:bank  ; type: C
    ; more
payee Acme
tag project
P 2026-01-01 EUR $1.10
P 2026-01-02 00:00:00 EUR $1.11
2026-01-01 x\r
    assets:bank\t $5\r
    assets:çafé  $-5\r
`,
  lots: `
2026-01-01 * buy
    Assets:Broker  10 AAPL {$50.00} [2026-01-01] @ $50.00
    Assets:Cash  $-500
2026-01-02 * buy
    Assets:Broker  5 MSFT {{$600}}
    Assets:Cash  $-600
2026-02-01 * sell
    Assets:Broker  -4 AAPL {$50.00} [2026-01-01] @ $60.00
    Assets:Cash  $240.00
2026-03-01 * fee included
    Assets:Broker  2 AAPL {=$50}
    Assets:Cash  $-101
`,
  paycheck: `
2026-01-15 * Hoogle | Payroll
    Assets:US:Checking                1350.60 USD
    Assets:US:401k                    1200.00 USD
    Income:US:Salary                 -4615.38 USD
    Income:US:Life                     -24.32 USD
    Expenses:Life                       24.32 USD
    Expenses:Taxes                    2064.78 USD
    Assets:US:401k:PreTax            -1200.00 IRAUSD
    Expenses:Taxes:PreTax             1200.00 IRAUSD
    Assets:Vacation                   4.62 VACHR
    Income:Vacation                  -4.62 VACHR
`,
  trade: `
; a small shop: several currencies, a foreign supplier, cash rounding, a deposit
account assets:bank:eur  ; type: C
account liabilities:payable
commodity 1,000.00 EUR
commodity $1,000.00

2026-03-01 opening
    assets:bank:usd        $12,500.00
    assets:bank:eur         3,000.00 EUR @ $1.0837
    equity:opening balances

2026-03-04 ! (B-77) Maison Dupont | tableware  ; order: 4711
    expenses:goods          1,200.00 EUR @ $1.0901
    liabilities:payable    -1,200.00 EUR @ $1.0901

2026-03-20 * (B-77) Maison Dupont | payment
    liabilities:payable     1,200.00 EUR @ $1.0901
    assets:bank:eur        -1,200.00 EUR @ $1.0837
    expenses:exchange          $-7.68

2026-03-21 between accounts
    assets:bank:eur           500.00 EUR
    assets:bank:usd          $-547.55
2026-03-22 fee
    expenses:bank               $1.25
    assets:bank:usd
`,
}
