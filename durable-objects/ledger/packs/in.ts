import { pack } from './pack.ts'

/** In the heads of Schedule III, Division I of the Companies Act, 2013; numbers are ours. GST has three parts, by where the sale is. */
export const india = pack(
  {
    code: 'in',
    language: 'en',
    description: 'India: heads of Schedule III of the Companies Act, 2013, with GST and TDS.',
    roles: {
      retainedEarnings: '2140',
      currentEarnings: '2150',
      openingBalance: '2190',
      exchangeGain: '5150',
      exchangeLoss: '6770',
      unrealisedGain: '5155',
      unrealisedLoss: '6775',
      rounding: '6790',
      suspense: '3590',
      receivables: '1500',
      payables: '3200',
      bank: '1610',
      cash: '1600',
      inventory: '1430',
      costOfSales: '6200',
      goodsReceived: '3250',
      priceDifference: '6070',
      stockAdjustment: '6210',
      stockVariation: '6200',
      stockRevaluation: '6220',
      stockInTransit: '1460',
      scrap: '6230',
      inputTax: '1753',
      outputTax: '3353',
    },
  },
  `
10|Property, plant and equipment and intangible assets||fixed-asset
  1000|Land
  1010|Buildings
  1015|Buildings, accumulated depreciation
  1020|Plant and equipment
  1025|Plant and equipment, accumulated depreciation
  1030|Furniture and fixtures
  1035|Furniture and fixtures, accumulated depreciation
  1040|Vehicles
  1045|Vehicles, accumulated depreciation
  1050|Office equipment
  1055|Office equipment, accumulated depreciation
  1060|Computers
  1065|Computers, accumulated depreciation
  1070|Goodwill
  1080|Computer software
  1085|Computer software, accumulated amortisation
  1090|Brands, licences and patents
  1095|Capital work-in-progress
12|Non-current investments and other non-current assets||non-current-asset
  1200|Investments in subsidiaries
  1210|Other non-current investments
  1220|Deferred tax assets (net)
  1230|Long-term loans and advances
  1240|Security deposits
  1250|Capital advances
  1260|MAT credit entitlement
14|Inventories||inventory
  1400|Raw materials|||stock
  1410|Work-in-progress|||stock
  1420|Finished goods|||stock
  1430|Stock-in-trade|||stock
  1440|Stores and spares|||stock
  1450|Loose tools|||stock
  1460|Goods in transit|||stock
15|Trade receivables||receivable
  1500|Trade receivables|||receivables
  1510|Doubtful trade receivables|||open
  1515|Provision for doubtful receivables
  1520|Unbilled receivables|||open
16|Cash and cash equivalents||cash
  1600|Cash on hand
  1610|Bank, current account
  1620|Bank, cash credit account
  1630|Bank, fixed deposits up to three months
  1640|Cheques and drafts on hand
  1650|Payment gateway clearing
17|Short-term loans, advances and other current assets||current-asset
  1700|Advances to suppliers||prepayment|open
  1705|Advances to employees|||open
  1710|Prepaid expenses||prepayment
  1715|Interest accrued
  1720|Current investments
  1725|Fixed deposits up to twelve months
  1730|Advance income tax
  1735|TDS receivable|||open
  1740|TCS receivable|||open
  1751|Input CGST|||tax %IN-CGST-IN
  1752|Input SGST|||tax %IN-SGST-IN
  1753|Input IGST|||tax %IN-IGST-IN
  1754|Input cess|||tax %IN-CESS-IN
  1755|Input GST under reverse charge|||tax %IN-RCM-IN
  1756|Input GST not yet eligible|||tax
  1757|Electronic cash ledger, GST
  1758|GST refund receivable
  1790|Other current assets
20|Share capital||equity
  2000|Equity share capital
  2010|Preference share capital
  2020|Proprietor's or partners' capital
  2030|Drawings
21|Reserves and surplus||equity
  2100|Capital reserve
  2110|Securities premium
  2120|General reserve
  2130|Revaluation reserve
  2140|Surplus, balance in statement of profit and loss||retained-earnings
  2150|Surplus, profit or loss of the year||retained-earnings
  2160|Dividends
  2190|Opening balances
30|Non-current liabilities||non-current-liability
  3000|Term loans from banks
  3010|Debentures and bonds
  3020|Loans from directors and related parties
  3030|Deferred tax liabilities (net)
  3040|Long-term provisions, gratuity
  3050|Long-term provisions, leave encashment
  3060|Other long-term liabilities
31|Short-term borrowings||current-liability
  3100|Working capital loans from banks
  3110|Bank overdraft
  3120|Current maturities of long-term borrowings
32|Trade payables||payable
  3200|Trade payables|||payables
  3210|Trade payables, micro and small enterprises|||open
  3250|Goods received, not invoiced||current-liability|goods-received
33|Statutory dues||tax-payable
  3300|TDS payable|||open
  3305|TCS payable|||open
  3310|Provident fund payable|||open
  3315|Employees' state insurance payable|||open
  3320|Professional tax payable|||open
  3325|Labour welfare fund payable|||open
  3330|Provision for income tax
  3351|Output CGST|||tax %IN-CGST-OUT
  3352|Output SGST|||tax %IN-SGST-OUT
  3353|Output IGST|||tax %IN-IGST-OUT
  3354|Output cess|||tax %IN-CESS-OUT
  3355|GST payable under reverse charge|||tax %IN-RCM-OUT
  3356|GST settlement
35|Other current liabilities and provisions||current-liability
  3500|Salaries and wages payable|||open
  3505|Bonus payable
  3510|Expenses payable
  3515|Audit fees payable
  3520|Advances from customers|||open
  3525|Unearned revenue
  3530|Interest accrued on borrowings
  3535|Unpaid dividends
  3540|Security deposits received|||open
  3545|Credit cards|||open
  3550|Short-term provisions, employee benefits
  3560|Due to related parties|||open
  3590|Suspense|||open
50|Revenue from operations||revenue
  5000|Sale of products, intra-state|||%IN-OUT-INTRA
  5005|Sale of products, inter-state|||%IN-OUT-INTER
  5010|Sale of services, intra-state|||%IN-OUT-INTRA
  5015|Sale of services, inter-state|||%IN-OUT-INTER
  5020|Export sales|||%IN-EXPORT
  5025|Supplies to special economic zones|||%IN-SEZ
  5030|Exempt and nil-rated sales|||%IN-OUT-EXEMPT
  5040|Scrap sales|||%IN-OUT-INTRA
  5045|Export incentives
  5050|Sales returns
  5055|Discounts allowed
51|Other income||other-income
  5100|Interest income
  5110|Dividend income
  5120|Rent received
  5130|Gain on sale of investments
  5140|Profit on sale of assets
  5150|Exchange gain, realised
  5155|Exchange gain, unrealised
  5160|Sundry balances written back
  5190|Miscellaneous income
60|Cost of materials consumed and purchases||cost-of-sales
  6000|Purchases of raw materials
  6010|Purchases of stock-in-trade
  6020|Import purchases
  6030|Customs duty and clearing charges
  6040|Freight inward
  6050|Purchase returns
  6060|Discounts received
  6070|Purchase price differences
  6100|Job work and processing charges
  6110|Power and fuel for production
  6120|Consumption of stores and spares
  6200|Changes in inventories
  6210|Inventory adjustments
  6220|Inventory revaluation
  6230|Inventory scrapped
63|Employee benefits expense||operating-expense
  6300|Salaries and wages
  6305|Directors' remuneration
  6310|Bonus
  6315|Contribution to provident fund
  6320|Contribution to employees' state insurance
  6325|Gratuity
  6330|Leave encashment
  6335|Staff welfare
  6340|Training and recruitment
65|Finance costs||finance-cost
  6500|Interest on term loans
  6505|Interest on working capital
  6510|Interest on delayed tax payments
  6520|Other borrowing costs
66|Depreciation and amortisation||depreciation
  6600|Depreciation of property, plant and equipment
  6610|Amortisation of intangible assets
67|Other expenses||operating-expense
  6700|Rent
  6702|Rates and taxes
  6704|Electricity and water
  6706|Repairs to buildings
  6708|Repairs to machinery
  6710|Insurance
  6712|Printing and stationery
  6714|Postage and courier
  6716|Telephone and internet
  6718|Software subscriptions
  6720|Travelling and conveyance
  6722|Vehicle running expenses
  6724|Legal and professional charges
  6726|Auditors' remuneration
  6728|Advertisement and sales promotion
  6730|Commission and brokerage
  6732|Freight outward
  6734|Packing expenses
  6736|Bank charges
  6738|Payment gateway charges
  6740|Office expenses
  6742|Security and housekeeping
  6744|Subscriptions and membership
  6746|Donations
  6748|Corporate social responsibility
  6750|Bad debts
  6752|Provision for doubtful debts
  6754|Loss on sale of assets
  6756|Ineligible GST
  6758|Penalties
  6770|Exchange loss, realised
  6775|Exchange loss, unrealised
  6790|Round off
  6795|Miscellaneous expenses
68|Tax expense||income-tax
  6800|Current tax
  6810|Deferred tax
  6820|Tax of earlier years
`,
)
