import { pack } from './pack.ts'

/** In the sections of AASB 101, with GST, PAYG and superannuation; there is no statutory numbering. */
export const au = pack(
  {
    code: 'au',
    language: 'en',
    description: 'Australia: a customary chart with GST, PAYG and superannuation.',
    roles: {
      retainedEarnings: '3200',
      currentEarnings: '3210',
      openingBalance: '3900',
      exchangeGain: '8040',
      exchangeLoss: '9030',
      unrealisedGain: '8045',
      unrealisedLoss: '9035',
      rounding: '6990',
      suspense: '2990',
      receivables: '1200',
      payables: '2000',
      bank: '1100',
      cash: '1150',
      inventory: '1300',
      costOfSales: '5000',
      goodsReceived: '2050',
      priceDifference: '5090',
      stockAdjustment: '5080',
      stockVariation: '5083',
      stockRevaluation: '5081',
      stockInTransit: '1340',
      scrap: '5082',
      inputTax: '2220',
      outputTax: '2210',
    },
  },
  `
11|Cash and cash equivalents||cash
  1100|Business bank account
  1110|Business savings account
  1120|Foreign currency account
  1130|Provision account for tax and GST
  1140|Undeposited funds
  1150|Petty cash
  1160|Payment provider clearing
12|Trade and other receivables||receivable
  1200|Trade debtors|||receivables
  1210|Provision for doubtful debts
  1220|Accrued income|||open
13|Inventories||inventory
  1300|Inventory|||stock
  1310|Raw materials|||stock
  1320|Work in progress|||stock
  1330|Finished goods|||stock
  1340|Goods in transit|||stock
  1390|Provision for obsolete stock
14|Other current assets||current-asset
  1400|Prepayments||prepayment
  1410|Deposits paid to suppliers||prepayment|open
  1420|Rental bond
  1430|Employee advances|||open
  1440|Income tax refundable
  1450|Term deposits
  1460|Due from related entities|||open
  1470|Directors' loans (Division 7A)
  1480|Sundry debtors|||open
15|Property, plant and equipment||fixed-asset
  1500|Land
  1510|Buildings
  1515|Buildings, accumulated depreciation
  1520|Plant and equipment
  1525|Plant and equipment, accumulated depreciation
  1530|Office equipment and computers
  1535|Office equipment and computers, accumulated depreciation
  1540|Furniture and fittings
  1545|Furniture and fittings, accumulated depreciation
  1550|Motor vehicles
  1555|Motor vehicles, accumulated depreciation
  1560|Leasehold improvements
  1565|Leasehold improvements, accumulated amortisation
  1570|Low-value pool
  1580|Right-of-use assets
  1585|Right-of-use assets, accumulated depreciation
16|Intangible and other non-current assets||non-current-asset
  1600|Goodwill||fixed-asset
  1610|Software||fixed-asset
  1615|Software, accumulated amortisation||fixed-asset
  1620|Trade marks and licences||fixed-asset
  1630|Formation costs
  1640|Investments
  1650|Deferred tax assets
  1660|Long-term loans granted
20|Trade payables||payable
  2000|Trade creditors|||payables
  2050|Goods received, not invoiced||current-liability|goods-received
21|Other current liabilities||current-liability
  2100|Accrued expenses
  2110|Credit cards|||open
  2120|Bank overdraft
  2130|Wages payable|||open
  2140|Superannuation payable|||open
  2150|Provision for annual leave
  2160|Salary sacrifice and deductions payable|||open
  2170|Unearned income
  2180|Customer deposits|||open
  2190|Dividends payable
  2300|Borrowings, current
  2310|Hire purchase and chattel mortgages, current
  2320|Lease liabilities, current
  2330|Due to related entities|||open
  2340|Insurance premium funding
  2990|Suspense|||open
22|Tax liabilities||tax-payable
  2210|GST collected|||tax %AU-OUT-10
  2220|GST paid|||tax %AU-IN-10
  2225|GST on imports, deferred|||tax %AU-IMPORT
  2230|ATO integrated client account
  2240|PAYG withholding payable|||open
  2250|PAYG instalments
  2260|Income tax payable
  2270|Fringe benefits tax payable
  2280|Payroll tax payable
  2290|Fuel tax credits
25|Non-current liabilities||non-current-liability
  2500|Bank loans
  2510|Hire purchase and chattel mortgages
  2520|Lease liabilities
  2530|Loans from directors and shareholders
  2540|Provision for long service leave
  2550|Deferred tax liabilities
  2560|Unexpired interest
30|Equity||equity
  3000|Issued capital
  3010|Owner's capital
  3020|Owner's drawings
  3030|Trust settlement sum
  3040|Beneficiaries' entitlements
  3100|Asset revaluation reserve
  3110|Foreign currency translation reserve
  3200|Retained profits||retained-earnings
  3210|Profit of the year||retained-earnings
  3220|Dividends paid
  3900|Historical balancing
40|Revenue||revenue
  4000|Sales of goods|||%AU-OUT-10
  4010|Services|||%AU-OUT-10
  4020|Sales, GST-free|||%AU-OUT-FREE
  4030|Sales, input taxed|||%AU-OUT-INPUT
  4040|Export sales|||%AU-EXPORT
  4050|Freight collected|||%AU-OUT-10
  4060|Sales returns
  4070|Discounts given
50|Cost of sales||cost-of-sales
  5000|Cost of goods sold
  5010|Purchases|||%AU-IN-10
  5020|Purchases, GST-free|||%AU-IN-FREE
  5030|Direct wages
  5040|Subcontractors|||%AU-IN-10
  5050|Freight inwards
  5060|Customs duty
  5070|Discounts received
  5080|Inventory adjustments
  5081|Inventory revaluation
  5082|Inventory scrapped
  5083|Changes in inventories
  5090|Purchase price differences
60|Employment||operating-expense
  6000|Wages and salaries
  6010|Directors' fees
  6020|Superannuation
  6030|Annual leave
  6040|Long service leave
  6050|Workers' compensation insurance
  6060|Payroll tax
  6070|Fringe benefits tax
  6080|Staff training
  6090|Staff amenities
  6095|Recruitment
61|Premises||operating-expense
  6100|Rent
  6110|Electricity and gas
  6120|Water and council rates
  6130|Cleaning
  6140|Repairs and maintenance
  6150|Security
  6160|Land tax
62|Administration||operating-expense
  6200|Accounting fees
  6210|Audit fees
  6220|Legal fees
  6230|Consulting fees
  6240|Bank fees
  6250|Merchant fees
  6260|Insurance
  6270|Office supplies
  6280|Telephone and internet
  6290|Postage and couriers
  6300|Software and subscriptions
  6310|ASIC and filing fees
  6320|Licences and permits
  6330|Donations
64|Selling||operating-expense
  6400|Advertising and marketing
  6410|Commissions
  6420|Freight outwards
  6430|Bad debts
  6440|Entertainment, not deductible
65|Travel and vehicles||operating-expense
  6500|Travel, domestic
  6510|Travel, overseas
  6520|Motor vehicle fuel
  6530|Motor vehicle registration and insurance
  6540|Motor vehicle repairs
  6550|Equipment hire and leases
  6560|Small tools and low-cost assets
68|Depreciation and amortisation||depreciation
  6800|Depreciation
  6810|Depreciation of right-of-use assets
  6820|Amortisation
69|Other expenses||operating-expense
  6900|Fines, not deductible
  6910|General expenses
  6990|Rounding
80|Other income||other-income
  8000|Interest received
  8010|Dividends received
  8020|Rent received
  8030|Profit on sale of assets
  8040|Exchange gains
  8045|Unrealised exchange gains
  8050|Government subsidies
  8090|Other income
90|Finance costs||finance-cost
  9000|Interest on loans
  9010|Interest on leases
  9020|General interest charge of the ATO
  9030|Exchange losses||operating-expense
  9035|Unrealised exchange losses||operating-expense
  9040|Loss on sale of assets||operating-expense
95|Income tax||income-tax
  9500|Income tax
  9510|Deferred tax
`,
)
