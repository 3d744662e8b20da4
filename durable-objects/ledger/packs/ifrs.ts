import { pack } from './pack.ts'

/** In the sections that IFRS 18 and the illustrative statements of IAS 1 name; numbers are ours. */
export const ifrs = pack(
  {
    code: 'ifrs',
    language: 'en',
    description: 'International: a general chart for statements under IFRS, for any country.',
    roles: {
      retainedEarnings: '3300',
      currentEarnings: '3310',
      openingBalance: '3900',
      exchangeGain: '4810',
      exchangeLoss: '6810',
      unrealisedGain: '4820',
      unrealisedLoss: '6820',
      rounding: '6890',
      suspense: '2990',
      receivables: '1200',
      payables: '2000',
      bank: '1110',
      cash: '1100',
      inventory: '1330',
      costOfSales: '5000',
      goodsReceived: '2050',
      priceDifference: '5140',
      stockAdjustment: '5150',
      stockVariation: '5170',
      stockRevaluation: '5155',
      stockInTransit: '1350',
      scrap: '5158',
      inputTax: '1450',
      outputTax: '2200',
    },
  },
  `
11|Cash and cash equivalents||cash
  1100|Cash on hand
  1110|Bank, current account
  1120|Bank, foreign currency
  1130|Bank, deposits up to three months
  1190|Cash in transit
12|Trade and other receivables||receivable
  1200|Trade receivables|||receivables
  1210|Contract assets|||open
  1220|Loss allowance for trade receivables
  1230|Due from related parties|||open
  1240|Employee advances|||open
  1290|Other receivables|||open
13|Inventories||inventory
  1300|Raw materials|||stock
  1310|Work in progress|||stock
  1320|Finished goods|||stock
  1330|Merchandise|||stock
  1340|Supplies and spare parts|||stock
  1350|Goods in transit|||stock
  1390|Write-down of inventories
14|Other current assets||current-asset
  1400|Prepaid expenses||prepayment
  1410|Advances to suppliers||prepayment|open
  1420|Deposits paid|||open
  1430|Short-term investments
  1440|Current tax assets
  1450|Input tax|||tax %IN-STD
  1460|Derivative assets
  1480|Assets held for sale
15|Property, plant and equipment||fixed-asset
  1500|Land
  1510|Buildings
  1511|Buildings, accumulated depreciation
  1520|Plant and machinery
  1521|Plant and machinery, accumulated depreciation
  1530|Vehicles
  1531|Vehicles, accumulated depreciation
  1540|Furniture and fixtures
  1541|Furniture and fixtures, accumulated depreciation
  1550|Computers and office equipment
  1551|Computers and office equipment, accumulated depreciation
  1560|Leasehold improvements
  1561|Leasehold improvements, accumulated depreciation
  1570|Right-of-use assets
  1571|Right-of-use assets, accumulated depreciation
  1590|Assets under construction
16|Intangible assets||fixed-asset
  1600|Goodwill
  1610|Software
  1611|Software, accumulated amortisation
  1620|Patents, licences and trade marks
  1621|Patents, licences and trade marks, accumulated amortisation
  1630|Capitalised development costs
  1631|Capitalised development costs, accumulated amortisation
17|Other non-current assets||non-current-asset
  1700|Investment property
  1710|Investments in subsidiaries
  1720|Investments in associates and joint ventures
  1730|Long-term financial assets
  1740|Long-term loans granted
  1750|Deferred tax assets
  1790|Other non-current assets
20|Trade and other payables||payable
  2000|Trade payables|||payables
  2010|Bills payable|||open
  2050|Goods received, not invoiced||current-liability|goods-received
  2060|Due to related parties||current-liability|open
  2090|Other payables||current-liability|open
21|Accruals and employee benefits||current-liability
  2100|Accrued expenses
  2110|Wages and salaries payable|||open
  2120|Social security payable|||open
  2130|Accrued leave
  2140|Accrued bonuses
  2150|Contract liabilities|||open
  2160|Deferred income
  2170|Customer deposits|||open
22|Taxes payable||tax-payable
  2200|Output tax|||tax %OUT-STD
  2210|Sales tax settlement
  2220|Payroll taxes payable|||open
  2230|Withholding tax payable|||open
  2240|Income tax payable
23|Current borrowings and provisions||current-liability
  2300|Bank overdrafts
  2310|Current part of long-term borrowings
  2320|Lease liabilities, current
  2330|Provisions, current
  2340|Dividends payable
  2350|Credit cards|||open
  2360|Derivative liabilities
  2990|Suspense|||open
25|Non-current liabilities||non-current-liability
  2500|Bank loans
  2510|Bonds
  2520|Lease liabilities, non-current
  2530|Loans of shareholders
  2540|Employee benefit obligations
  2550|Provisions, non-current
  2560|Deferred tax liabilities
  2590|Other non-current liabilities
30|Equity||equity
  3000|Share capital
  3010|Share premium
  3020|Treasury shares
  3100|Revaluation surplus
  3110|Translation reserve
  3120|Hedging reserve
  3200|Other reserves
  3300|Retained earnings||retained-earnings
  3310|Profit or loss of the year||retained-earnings
  3400|Dividends declared
  3900|Opening balances
40|Revenue||revenue
  4000|Sale of goods|||%OUT-STD
  4010|Rendering of services|||%OUT-STD
  4020|Subscriptions and licences|||%OUT-STD
  4030|Construction contracts|||%OUT-STD
  4040|Sales, zero rate and exports|||%OUT-ZERO
  4050|Sales, exempt|||%OUT-EXEMPT
  4060|Freight charged to customers|||%OUT-STD
  4100|Sales returns
  4110|Discounts and rebates granted
45|Other income||other-income
  4500|Rental income
  4510|Government grants
  4520|Gain on disposal of non-current assets
  4530|Fair value gains
  4540|Insurance compensation
  4590|Other income
48|Finance income and exchange gains||other-income
  4800|Interest income
  4805|Dividend income
  4810|Exchange gains, realised
  4820|Exchange gains, unrealised
  4830|Share of profit of associates
50|Cost of sales||cost-of-sales
  5000|Cost of goods sold
  5010|Cost of services
  5100|Purchases|||%IN-STD
  5110|Direct labour
  5120|Subcontractors
  5130|Freight and duties in
  5140|Purchase price differences
  5150|Inventory adjustments and write-downs
  5155|Inventory revaluation
  5158|Inventory scrapped
  5160|Discounts received
  5170|Changes in inventories
60|Employee benefits||operating-expense
  6000|Wages and salaries
  6010|Social security
  6020|Pension costs
  6030|Share-based payments
  6040|Training
  6050|Recruitment
  6090|Other staff costs
61|Premises||operating-expense
  6100|Rent and service charges
  6110|Electricity, gas and water
  6120|Cleaning
  6130|Repairs and maintenance of premises
  6140|Property taxes
62|Administration||operating-expense
  6200|Office supplies
  6210|Telephone and internet
  6220|Postage and courier
  6230|Software and subscriptions
  6240|Legal and consulting fees
  6250|Accounting and audit fees
  6260|Insurance
  6270|Bank charges
  6280|Licences and membership dues
  6290|Donations
63|Selling and distribution||operating-expense
  6300|Advertising and marketing
  6310|Sales commissions
  6320|Freight out
  6330|Packaging
  6340|Travel
  6350|Entertainment
  6360|Impairment of receivables
  6370|Warranty costs
64|Vehicles and equipment||operating-expense
  6400|Fuel
  6410|Vehicle repairs and insurance
  6420|Short-term leases
  6430|Repairs of equipment
  6440|Small tools and equipment
65|Depreciation, amortisation and impairment||depreciation
  6500|Depreciation of property, plant and equipment
  6510|Depreciation of right-of-use assets
  6520|Amortisation of intangible assets
  6530|Impairment of non-current assets
68|Other expenses||operating-expense
  6800|Loss on disposal of non-current assets
  6810|Exchange losses, realised
  6820|Exchange losses, unrealised
  6830|Research and development
  6840|Fines and penalties
  6890|Rounding differences
  6895|Other expenses
70|Finance costs||finance-cost
  7000|Interest on borrowings
  7010|Interest on lease liabilities
  7020|Fair value losses
  7090|Other finance costs
80|Income tax||income-tax
  8000|Current income tax
  8010|Deferred income tax
  8020|Income tax of earlier years
`,
)
