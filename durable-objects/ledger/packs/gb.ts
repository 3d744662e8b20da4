import { pack } from './pack.ts'

/** Nominal codes as customary in the United Kingdom, in the sections of FRS 102 and the Companies Act formats. */
export const gb = pack(
  {
    code: 'gb',
    language: 'en',
    description: 'United Kingdom: customary nominal codes for accounts under FRS 102.',
    roles: {
      retainedEarnings: '3200',
      currentEarnings: '3210',
      openingBalance: '3900',
      exchangeGain: '4906',
      exchangeLoss: '7906',
      unrealisedGain: '4907',
      unrealisedLoss: '7907',
      rounding: '8210',
      suspense: '9998',
      receivables: '1100',
      payables: '2100',
      bank: '1200',
      cash: '1230',
      inventory: '1001',
      costOfSales: '5200',
      goodsReceived: '2108',
      priceDifference: '6900',
      stockAdjustment: '5201',
      stockVariation: '5204',
      stockRevaluation: '5202',
      stockInTransit: '1005',
      scrap: '5203',
      inputTax: '2201',
      outputTax: '2200',
    },
  },
  `
00|Tangible and intangible fixed assets||fixed-asset
  0010|Freehold property
  0011|Leasehold property
  0012|Freehold property, depreciation
  0013|Leasehold property, depreciation
  0020|Plant and machinery
  0021|Plant and machinery, depreciation
  0030|Office equipment
  0031|Office equipment, depreciation
  0035|Computer equipment
  0036|Computer equipment, depreciation
  0040|Furniture and fixtures
  0041|Furniture and fixtures, depreciation
  0050|Motor vehicles
  0051|Motor vehicles, depreciation
  0060|Goodwill
  0061|Goodwill, amortisation
  0065|Software and intellectual property
  0066|Software and intellectual property, amortisation
007|Investments||non-current-asset
  0070|Shares in group undertakings
  0075|Other investments
10|Stocks||inventory
  1001|Stock|||stock
  1002|Work in progress|||stock
  1003|Finished goods|||stock
  1004|Raw materials|||stock
  1005|Goods in transit|||stock
  1009|Provision for obsolete stock
110|Debtors||receivable
  1100|Debtors control account|||receivables
  1105|Provision for bad debts
  1106|Accrued income|||open
111|Other debtors and prepayments||current-asset
  1101|Sundry debtors|||open
  1102|Amounts owed by group undertakings|||open
  1103|Prepayments||prepayment
  1104|Payments in advance to suppliers||prepayment|open
  1107|Deposits paid|||open
  1108|Directors' loan account, overdrawn|||open
  1110|Corporation tax recoverable
  1115|Employee advances|||open
  1120|Deferred tax asset||non-current-asset
12|Cash at bank and in hand||cash
  1200|Bank current account
  1210|Bank deposit account
  1220|Building society account
  1225|Bank, foreign currency
  1230|Petty cash
  1235|Cash register
  1240|Undeposited funds
  1250|Merchant and card receipts
21|Creditors||payable
  2100|Creditors control account|||payables
  2108|Goods received, not invoiced||current-liability|goods-received
211|Other creditors and accruals||current-liability
  2101|Sundry creditors|||open
  2102|Other creditors|||open
  2103|Amounts owed to group undertakings|||open
  2104|Payments on account from customers|||open
  2109|Accruals
  2110|Deferred income
  2120|Company credit cards|||open
  2130|Bank overdraft
  2230|Pension fund|||open
  2240|Net wages|||open
  2250|Attachment of earnings|||open
  2260|Dividends payable
  2270|Directors' loan account
  2330|Hire purchase, current
  2340|Bank loans, current
  9998|Suspense account|||open
22|Taxation and social security||tax-payable
  2200|Sales tax control account|||tax %GB-OUT-20
  2201|Purchase tax control account|||tax %GB-IN-20
  2202|VAT liability
  2203|VAT on imports, postponed|||tax %GB-PVA
  2204|VAT under reverse charge|||tax %GB-RC-IN-20
  2210|PAYE|||open
  2211|National Insurance|||open
  2212|Student loan deductions|||open
  2215|Construction industry scheme
  2320|Corporation tax
24|Creditors over one year||non-current-liability
  2300|Bank loans
  2305|Loans of directors
  2310|Hire purchase
  2315|Mortgages
  2325|Other loans
  2400|Provisions for liabilities
  2410|Deferred tax
30|Capital and reserves||equity
  3000|Ordinary shares
  3010|Preference shares
  3020|Share premium
  3050|Owner's capital
  3060|Drawings
  3100|Revaluation reserve
  3105|Other reserves
  3200|Profit and loss account brought forward||retained-earnings
  3210|Profit and loss account of the year||retained-earnings
  3220|Dividends paid
  3900|Opening balances
40|Turnover||revenue
  4000|Sales, standard rate|||%GB-OUT-20
  4001|Sales, reduced rate|||%GB-OUT-5
  4002|Sales, zero rate|||%GB-OUT-0
  4003|Sales, exempt|||%GB-OUT-EXEMPT
  4004|Export sales|||%GB-EXPORT
  4005|Services|||%GB-OUT-20
  4006|Services, outside the scope|||%GB-OUT-OUTSIDE
  4007|Construction services, reverse charge|||%GB-RC-OUT
  4009|Discounts allowed
  4010|Sales returns
  4905|Carriage charged|||%GB-OUT-20
49|Other operating income||other-income
  4200|Sales of assets
  4400|Credit charges to customers
  4900|Miscellaneous income
  4901|Royalties received
  4902|Commissions received
  4903|Insurance claims
  4904|Rent income
  4906|Currency gains
  4907|Unrealised currency gains
  4908|Grants
  4920|Bank interest received
  4921|Dividends received
50|Cost of sales||cost-of-sales
  5000|Materials purchased|||%GB-IN-20
  5001|Materials imported|||%GB-PVA
  5002|Purchases, zero rate|||%GB-IN-0
  5003|Packaging
  5009|Discounts taken
  5100|Carriage in
  5101|Import duty
  5102|Transport insurance
  5200|Cost of stock sold
  5201|Stock adjustments
  5202|Stock revaluation
  5203|Stock scrapped
  5204|Change in stocks
  6000|Productive labour
  6001|Cost of sales labour
  6002|Subcontractors
  6900|Purchase price differences
62|Selling and marketing||operating-expense
  6100|Sales commissions
  6200|Sales promotions
  6201|Advertising
  6202|Gifts and samples
  6203|Public relations
70|Staff costs||operating-expense
  7000|Gross wages
  7001|Directors' salaries
  7003|Staff salaries
  7004|Wages, temporary staff
  7006|Employer's National Insurance
  7007|Employer's pensions
  7008|Recruitment
  7009|Adjustments to payroll
  7010|Statutory sick and maternity pay reclaimed
  7011|Staff training
  7012|Staff welfare
71|Premises||operating-expense
  7100|Rent
  7102|Water rates
  7103|General rates
  7104|Premises insurance
  7200|Electricity
  7201|Gas
  7203|Other heating costs
  7801|Cleaning
  7803|Premises repairs
73|Motor and travel||operating-expense
  7300|Fuel and oil
  7301|Repairs and servicing
  7302|Licences
  7303|Vehicle insurance
  7304|Vehicle leasing
  7305|Mileage claims
  7400|Travelling
  7401|Car hire
  7402|Hotels
  7403|UK entertainment
  7404|Overseas entertainment
  7406|Subsistence
75|Office and professional||operating-expense
  7500|Printing
  7501|Postage and carriage
  7502|Telephone and internet
  7504|Office stationery
  7505|Books and subscriptions
  7506|Software
  7600|Legal fees
  7601|Audit and accountancy fees
  7602|Consultancy fees
  7603|Professional fees
  7700|Equipment hire
  7701|Office machine maintenance
  7901|Bank charges
  7904|Merchant and card charges
  7906|Currency losses
  7907|Unrealised currency losses
79|Finance costs||finance-cost
  7900|Bank interest paid
  7902|Loan interest paid
  7903|Hire purchase interest
  7905|Other finance charges
80|Depreciation||depreciation
  8000|Depreciation
  8001|Plant and machinery depreciation
  8002|Furniture and fittings depreciation
  8003|Vehicle depreciation
  8004|Office and computer equipment depreciation
  8005|Property depreciation
  8006|Amortisation of intangible assets
82|Sundry expenses||operating-expense
  8100|Bad debts written off
  8102|Change of bad debt provision
  8200|Donations
  8201|Subscriptions
  8202|Clothing costs
  8203|Insurance
  8204|Training costs
  8205|Refreshments
  8206|Fines
  8207|Loss on disposal of assets
  8210|Rounding differences
90|Taxation||income-tax
  9001|Corporation tax of the year
  9002|Corporation tax of earlier years
  9003|Deferred tax of the year
`,
)
