import { pack } from './pack.ts'

/** In the sections of IFRS for SMEs, as the Companies Act, 2008 allows, with VAT, PAYE, UIF and SDL; there is no statutory numbering. */
export const za = pack(
  {
    code: 'za',
    language: 'en',
    description: 'South Africa: a customary chart for IFRS for SMEs with VAT, PAYE, UIF and SDL.',
    roles: {
      retainedEarnings: '5200',
      currentEarnings: '5210',
      openingBalance: '5900',
      exchangeGain: '2650',
      exchangeLoss: '4650',
      unrealisedGain: '2655',
      unrealisedLoss: '4655',
      rounding: '4960',
      suspense: '9950',
      receivables: '8000',
      payables: '9000',
      bank: '8400',
      cash: '8430',
      inventory: '7700',
      costOfSales: '2000',
      goodsReceived: '9050',
      priceDifference: '2090',
      stockAdjustment: '2080',
      stockVariation: '2083',
      stockRevaluation: '2081',
      stockInTransit: '7740',
      scrap: '2082',
      inputTax: '9510',
      outputTax: '9500',
    },
  },
  `
10|Sales||revenue
  1000|Sales|||%ZA-OUT-15
  1010|Sales, zero rated|||%ZA-OUT-0
  1020|Sales, exempt|||%ZA-OUT-EXEMPT
  1030|Export sales|||%ZA-EXPORT
  1040|Services|||%ZA-OUT-15
  1050|Delivery charged|||%ZA-OUT-15
  1100|Sales returns
  1110|Discount allowed
20|Cost of sales||cost-of-sales
  2000|Cost of sales
  2010|Purchases|||%ZA-IN-15
  2020|Purchases, zero rated|||%ZA-IN-0
  2030|Import purchases|||%ZA-IMPORT
  2040|Customs duty and clearing
  2050|Railage and transport in
  2060|Direct wages
  2070|Subcontractors
  2080|Inventory adjustments
  2081|Inventory revaluation
  2082|Inventory scrapped
  2083|Changes in inventories
  2090|Purchase variances
  2100|Discount received
26|Other income||other-income
  2600|Interest received
  2610|Dividends received
  2620|Rent received
  2630|Profit on sale of assets
  2640|Bad debts recovered
  2650|Exchange gains
  2655|Unrealised exchange gains
  2660|Government grants and incentives
  2670|Insurance claims
  2690|Sundry income
30|Staff costs||operating-expense
  3000|Salaries and wages
  3010|Directors' remuneration
  3020|Members' remuneration
  3030|UIF contributions
  3040|Skills development levy
  3050|Provident and pension fund
  3060|Medical aid contributions
  3070|Compensation fund (COIDA)
  3080|Leave pay
  3090|Bonuses
  3100|Casual wages
  3110|Staff training
  3120|Staff welfare
  3130|Recruitment
32|Premises||operating-expense
  3200|Rent
  3210|Electricity and water
  3220|Rates and taxes
  3230|Cleaning
  3240|Repairs and maintenance
  3250|Security
  3260|Generator fuel and backup power
34|Administration||operating-expense
  3400|Accounting fees
  3410|Audit fees
  3420|Bank charges
  3430|Card machine charges
  3440|Computer expenses
  3450|Software and licences
  3460|Consulting fees
  3470|Legal fees
  3480|Secretarial fees
  3490|Courier and postage
  3500|Insurance
  3510|Printing and stationery
  3520|Subscriptions
  3530|Telephone
  3540|Internet and data
  3550|Donations
  3560|B-BBEE and enterprise development
  3570|Licences and permits
38|Selling||operating-expense
  3800|Advertising and promotions
  3810|Commission
  3820|Delivery expenses
  3830|Packaging
  3840|Bad debts
  3850|Change of allowance for credit losses
40|Travel and vehicles||operating-expense
  4000|Motor vehicle fuel and oil
  4010|Motor vehicle repairs
  4020|Motor vehicle insurance and licences
  4030|Travel, local
  4040|Travel, overseas
  4050|Accommodation
  4060|Entertainment, VAT not deductible
  4070|Equipment hire
  4080|Small tools
46|Other expenses||operating-expense
  4600|Loss on sale of assets
  4610|Fines and penalties
  4650|Exchange losses
  4655|Unrealised exchange losses
  4900|General expenses
  4960|Rounding
45|Depreciation and amortisation||depreciation
  4500|Depreciation
  4510|Amortisation
  4520|Impairment
47|Finance costs||finance-cost
  4700|Interest paid, bank
  4710|Interest paid, loans
  4720|Interest paid, leases and instalment sales
  4730|Interest paid, SARS
48|Taxation||income-tax
  4800|Normal income tax
  4810|Deferred tax
  4820|Dividends tax
50|Capital and reserves||equity
  5000|Share capital
  5010|Members' contributions
  5020|Owner's capital
  5030|Drawings
  5100|Non-distributable reserves
  5110|Revaluation surplus
  5200|Retained income||retained-earnings
  5210|Income of the year||retained-earnings
  5220|Dividends declared
  5900|Opening balances
55|Non-current liabilities||non-current-liability
  5500|Bank loans
  5510|Mortgage bonds
  5520|Instalment sale agreements
  5530|Lease liabilities
  5540|Shareholders' loans
  5550|Deferred tax liability
  5560|Provisions
60|Property, plant and equipment||fixed-asset
  6000|Land
  6010|Buildings
  6015|Buildings, accumulated depreciation
  6100|Plant and machinery
  6105|Plant and machinery, accumulated depreciation
  6200|Motor vehicles
  6205|Motor vehicles, accumulated depreciation
  6250|Computer equipment
  6255|Computer equipment, accumulated depreciation
  6300|Office equipment
  6305|Office equipment, accumulated depreciation
  6350|Furniture and fittings
  6355|Furniture and fittings, accumulated depreciation
  6400|Leasehold improvements
  6405|Leasehold improvements, accumulated depreciation
65|Intangible assets||fixed-asset
  6500|Goodwill
  6510|Software
  6515|Software, accumulated amortisation
  6520|Trade marks and patents
70|Investments and other non-current assets||non-current-asset
  7000|Investments
  7010|Loans granted
  7020|Deferred tax asset
77|Inventories||inventory
  7700|Inventory|||stock
  7710|Raw materials|||stock
  7720|Work in progress|||stock
  7730|Finished goods|||stock
  7740|Goods in transit|||stock
  7790|Allowance for obsolete inventory
80|Trade receivables||receivable
  8000|Customer control account|||receivables
  8010|Allowance for credit losses
82|Other current assets||current-asset
  8200|Prepaid expenses||prepayment
  8210|Deposits paid|||open
  8220|Advances to suppliers||prepayment|open
  8230|Staff loans|||open
  8240|Sundry debtors|||open
  8250|SARS, income tax refundable
  8260|Short-term investments
84|Cash and cash equivalents||cash
  8400|Bank account
  8410|Savings account
  8420|Foreign currency account (CFC)
  8430|Petty cash
  8440|Cash float
  8450|Card and online payments clearing
90|Trade payables||payable
  9000|Supplier control account|||payables
  9050|Goods received, not invoiced||current-liability|goods-received
91|Other current liabilities||current-liability
  9100|Accruals
  9110|Deposits received|||open
  9120|Income received in advance
  9130|Salaries control account|||open
  9140|Provident and pension fund payable|||open
  9150|Medical aid payable|||open
  9160|Provision for leave pay
  9170|Provision for bonuses
  9180|Credit cards|||open
  9190|Bank overdraft
  9200|Loans, current part
  9210|Dividends payable
  9220|Sundry creditors|||open
  9950|Suspense|||open
95|Taxes payable||tax-payable
  9500|VAT output|||tax %ZA-OUT-15
  9510|VAT input|||tax %ZA-IN-15
  9515|VAT on imports|||tax %ZA-IMPORT
  9520|VAT control account
  9530|PAYE payable|||open
  9535|UIF payable|||open
  9540|SDL payable|||open
  9550|Income tax payable
  9560|Dividends tax payable
`,
)
