import { pack } from './pack.ts'

/** In the order of statements under US GAAP; there is no statutory numbering. Sales taxes are owed, never recovered. */
export const us = pack(
  {
    code: 'us',
    language: 'en',
    description: 'United States: a customary chart for a corporation or LLC under US GAAP.',
    roles: {
      retainedEarnings: '3200',
      currentEarnings: '3210',
      openingBalance: '3900',
      exchangeGain: '7100',
      exchangeLoss: '7200',
      unrealisedGain: '7110',
      unrealisedLoss: '7210',
      rounding: '6990',
      suspense: '2990',
      receivables: '1200',
      payables: '2000',
      bank: '1010',
      cash: '1050',
      inventory: '1300',
      costOfSales: '5000',
      goodsReceived: '2050',
      priceDifference: '5090',
      stockAdjustment: '5070',
      stockVariation: '5073',
      stockRevaluation: '5071',
      stockInTransit: '1350',
      scrap: '5072',
      inputTax: '1480',
      outputTax: '2200',
    },
  },
  `
10|Cash and cash equivalents||cash
  1010|Operating checking
  1020|Payroll checking
  1030|Savings
  1040|Money market
  1050|Petty cash
  1060|Undeposited funds
  1070|Merchant processor clearing
12|Accounts receivable||receivable
  1200|Accounts receivable|||receivables
  1210|Unbilled receivables|||open
  1290|Allowance for credit losses
13|Inventory||inventory
  1300|Inventory, merchandise|||stock
  1310|Inventory, raw materials|||stock
  1320|Inventory, work in process|||stock
  1330|Inventory, finished goods|||stock
  1340|Inventory, supplies|||stock
  1350|Inventory in transit|||stock
  1390|Inventory reserve
14|Other current assets||current-asset
  1400|Prepaid expenses||prepayment
  1410|Prepaid insurance||prepayment
  1420|Prepaid rent||prepayment
  1430|Vendor deposits||prepayment|open
  1440|Employee advances|||open
  1450|Due from affiliates|||open
  1460|Notes receivable, current|||open
  1470|Short-term investments
  1475|Income tax receivable
  1480|Recoverable taxes, foreign VAT|||tax %FOREIGN-VAT-IN
  1490|Other current assets
15|Property and equipment||fixed-asset
  1500|Land
  1510|Buildings
  1520|Machinery and equipment
  1530|Furniture and fixtures
  1540|Computers and office equipment
  1550|Vehicles
  1560|Leasehold improvements
  1570|Construction in progress
16|Accumulated depreciation||fixed-asset
  1610|Accumulated depreciation, buildings
  1620|Accumulated depreciation, machinery and equipment
  1630|Accumulated depreciation, furniture and fixtures
  1640|Accumulated depreciation, computers and office equipment
  1650|Accumulated depreciation, vehicles
  1660|Accumulated amortization, leasehold improvements
17|Intangible and other assets||non-current-asset
  1700|Goodwill||fixed-asset
  1710|Software||fixed-asset
  1715|Accumulated amortization, software||fixed-asset
  1720|Patents and trademarks||fixed-asset
  1725|Accumulated amortization, patents and trademarks||fixed-asset
  1730|Operating lease right-of-use assets
  1740|Security deposits
  1750|Long-term investments
  1760|Deferred tax assets
  1770|Notes receivable, long-term
20|Accounts payable||payable
  2000|Accounts payable|||payables
  2050|Goods received, not invoiced||current-liability|goods-received
21|Accrued and other current liabilities||current-liability
  2100|Accrued expenses
  2110|Accrued wages|||open
  2120|Accrued vacation
  2130|Accrued bonuses
  2140|Accrued interest
  2150|Customer deposits|||open
  2160|Deferred revenue
  2170|Gift cards outstanding
  2300|Credit cards payable|||open
  2310|Line of credit
  2320|Current portion of long-term debt
  2330|Operating lease liabilities, current
  2340|401(k) contributions payable|||open
  2350|Health insurance withheld|||open
  2360|Garnishments payable|||open
  2370|Due to affiliates|||open
  2380|Dividends and distributions payable
  2990|Suspense|||open
22|Taxes payable||tax-payable
  2200|Sales tax payable|||tax %US-SALES
  2210|Use tax payable|||tax %US-USE
  2220|Federal income tax withheld|||open
  2225|Social Security and Medicare payable|||open
  2230|State income tax withheld|||open
  2235|Federal unemployment tax payable
  2240|State unemployment tax payable
  2250|Federal income tax payable
  2260|State income tax payable
  2270|Property tax payable
25|Long-term liabilities||non-current-liability
  2500|Bank loans
  2510|Equipment loans
  2520|Mortgage payable
  2530|SBA loans
  2540|Loans from shareholders
  2550|Operating lease liabilities, long-term
  2560|Deferred tax liabilities
  2570|Convertible notes
30|Equity||equity
  3000|Common stock
  3010|Preferred stock
  3020|Additional paid-in capital
  3030|Treasury stock
  3040|Members' capital
  3050|Members' distributions
  3100|Accumulated other comprehensive income
  3200|Retained earnings||retained-earnings
  3210|Net income of the year||retained-earnings
  3220|Dividends declared
  3900|Opening balance equity
40|Revenue||revenue
  4000|Product sales|||%US-SALES
  4010|Service revenue
  4020|Subscription revenue
  4030|Consulting revenue
  4040|Wholesale and resale, exempt|||%US-EXEMPT
  4050|Export sales|||%US-EXEMPT
  4060|Shipping and handling income|||%US-SALES
  4100|Sales returns and allowances
  4110|Sales discounts
50|Cost of goods sold||cost-of-sales
  5000|Cost of goods sold
  5010|Materials
  5020|Direct labor
  5030|Subcontractors
  5040|Freight in
  5050|Customs duties
  5060|Merchant processing fees
  5070|Inventory adjustments
  5071|Inventory revaluation
  5072|Scrap and spoilage
  5073|Change in inventory
  5080|Purchase discounts
  5090|Purchase price variance
  5100|Hosting and delivery costs
60|Payroll||operating-expense
  6000|Salaries and wages
  6005|Officer compensation
  6010|Bonuses and commissions
  6020|Payroll taxes
  6030|Health insurance
  6040|Retirement plan contributions
  6050|Workers' compensation insurance
  6060|Contract labor
  6070|Training and development
  6080|Recruiting
  6090|Payroll service fees
62|Occupancy||operating-expense
  6200|Rent
  6210|Utilities
  6220|Repairs and maintenance
  6230|Janitorial
  6240|Property taxes
  6250|Security
63|Office and administration||operating-expense
  6300|Office supplies
  6310|Telephone and internet
  6320|Postage and shipping
  6330|Software subscriptions
  6340|Legal fees
  6350|Accounting fees
  6360|Consulting fees
  6370|Business insurance
  6380|Bank fees
  6390|Licenses and permits
  6400|Dues and subscriptions
  6410|Charitable contributions
65|Sales and marketing||operating-expense
  6500|Advertising
  6510|Trade shows
  6520|Promotional materials
  6530|Freight out
  6540|Credit losses
66|Travel and vehicles||operating-expense
  6600|Travel
  6610|Meals, 50 % deductible
  6620|Entertainment, not deductible
  6630|Vehicle expense
  6640|Fuel
  6650|Equipment rental
  6660|Small equipment
68|Depreciation and amortization||depreciation
  6800|Depreciation
  6810|Amortization
69|Other operating expenses||operating-expense
  6900|Franchise and business taxes
  6910|Research and development
  6920|Penalties, not deductible
  6980|Miscellaneous
  6990|Rounding differences
70|Other income||other-income
  7000|Interest income
  7010|Dividend income
  7020|Rental income
  7030|Gain on sale of assets
  7040|Insurance proceeds
  7090|Other income
  7100|Exchange gains
  7110|Unrealized exchange gains
72|Other expenses||operating-expense
  7200|Exchange losses
  7210|Unrealized exchange losses
  7220|Loss on sale of assets
75|Interest||finance-cost
  7500|Interest expense
  7510|Loan fees
80|Income taxes||income-tax
  8000|Federal income tax
  8010|State income tax
  8020|Deferred income tax
`,
)
