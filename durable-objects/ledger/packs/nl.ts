import { pack } from './pack.ts'

/** Decimaal rekeningstelsel as customary in the Netherlands, in the sections of Titel 9 Boek 2 BW. */
export const nl = pack(
  {
    code: 'nl',
    language: 'nl',
    description: 'Netherlands: the customary decimal scheme, sections of Titel 9 Boek 2 BW.',
    roles: {
      retainedEarnings: '0520',
      currentEarnings: '0530',
      openingBalance: '0590',
      exchangeGain: '9310',
      exchangeLoss: '9210',
      unrealisedGain: '9315',
      unrealisedLoss: '9215',
      rounding: '4990',
      suspense: '2000',
      receivables: '1300',
      payables: '1600',
      bank: '1100',
      cash: '1000',
      inventory: '3000',
      costOfSales: '7000',
      goodsReceived: '1660',
      priceDifference: '7500',
      stockAdjustment: '7410',
      stockVariation: '7400',
      stockRevaluation: '7420',
      stockInTransit: '3500',
      scrap: '7430',
      inputTax: '1520',
      outputTax: '1500',
    },
  },
  `
00|Immateriële vaste activa|Intangible assets|fixed-asset
  0010|Kosten van ontwikkeling|Development costs
  0015|Afschrijving kosten van ontwikkeling|Amortisation of development costs
  0020|Concessies, vergunningen en intellectuele eigendom|Concessions, licences and intellectual property
  0025|Afschrijving concessies en vergunningen|Amortisation of concessions
  0030|Software|Software
  0035|Afschrijving software|Amortisation of software
  0040|Goodwill|Goodwill
  0045|Afschrijving goodwill|Amortisation of goodwill
01|Materiële vaste activa|Tangible assets|fixed-asset
  0100|Bedrijfsterreinen|Land
  0110|Bedrijfsgebouwen|Buildings
  0115|Afschrijving bedrijfsgebouwen|Depreciation of buildings
  0120|Verbouwingen|Leasehold improvements
  0125|Afschrijving verbouwingen|Depreciation of improvements
  0130|Machines en installaties|Plant and machinery
  0135|Afschrijving machines en installaties|Depreciation of machinery
  0140|Inventaris|Furniture and fittings
  0145|Afschrijving inventaris|Depreciation of furniture
  0150|Computers en kantoorapparatuur|Computers and office equipment
  0155|Afschrijving computers|Depreciation of computers
  0160|Vervoermiddelen|Vehicles
  0165|Afschrijving vervoermiddelen|Depreciation of vehicles
  0190|Vaste bedrijfsactiva in uitvoering|Assets under construction
03|Financiële vaste activa|Financial assets|non-current-asset
  0300|Deelnemingen in groepsmaatschappijen|Participations in group companies
  0310|Andere deelnemingen|Other participations
  0320|Leningen u/g|Loans granted
  0330|Latente belastingvorderingen|Deferred tax assets
  0340|Waarborgsommen|Deposits paid
05|Eigen vermogen|Equity|equity
  0500|Geplaatst kapitaal|Share capital
  0501|Agioreserve|Share premium
  0505|Herwaarderingsreserve|Revaluation reserve
  0510|Wettelijke reserves|Legal reserves
  0515|Statutaire reserves|Statutory reserves
  0520|Overige reserves|Retained earnings|retained-earnings
  0530|Onverdeelde winst|Result of the year|retained-earnings
  0540|Ondernemingsvermogen|Owner's capital
  0550|Privéopnamen|Drawings
  0560|Privéstortingen|Contributions
  0590|Openingsbalans|Opening balances
07|Voorzieningen|Provisions|non-current-liability
  0700|Pensioenvoorziening|Provision for pensions
  0710|Voorziening latente belastingen|Deferred tax liabilities
  0720|Garantievoorziening|Provision for warranties
  0730|Voorziening groot onderhoud|Provision for major maintenance
  0790|Overige voorzieningen|Other provisions
08|Langlopende schulden|Non-current liabilities|non-current-liability
  0800|Bankleningen|Bank loans
  0810|Hypothecaire leningen|Mortgages
  0820|Leaseverplichtingen|Lease liabilities
  0830|Leningen van groepsmaatschappijen|Loans of group companies
  0840|Overige leningen o/g|Other loans
10|Liquide middelen|Cash and banks|cash
  1000|Kas|Cash
  1050|Kruisposten|Cash in transit
  1100|Bank|Bank
  1110|Spaarrekening|Savings account
  1120|G-rekening|Blocked tax account
  1150|Betaaldiensten|Payment services
12|Effecten|Securities|current-asset
  1200|Effecten|Securities
13|Vorderingen|Receivables|receivable
  1300|Debiteuren|Trade receivables||receivables
  1310|Dubieuze debiteuren|Doubtful receivables||open
  1315|Voorziening dubieuze debiteuren|Allowance for receivables
14|Overige vorderingen en overlopende activa|Other receivables and prepayments|current-asset
  1400|Vooruitbetaalde kosten|Prepaid expenses|prepayment
  1405|Vooruitbetalingen aan leveranciers|Advances to suppliers|prepayment|open
  1410|Nog te ontvangen bedragen|Accrued income
  1420|Nog te factureren omzet|Income to be invoiced
  1430|Vorderingen op groepsmaatschappijen|Due from group companies||open
  1440|Vorderingen op personeel|Due from staff||open
  1450|Rekening-courant directie|Directors' current account
  1460|Te vorderen vennootschapsbelasting|Corporation tax refunds
  1470|Overige vorderingen|Other receivables||open
15|Omzetbelasting|VAT|tax-payable
  1500|Btw af te dragen hoog (21%)|Output VAT 21 %||tax %NL-OUT-21
  1505|Btw af te dragen laag (9%)|Output VAT 9 %||tax %NL-OUT-9
  1510|Btw verlegd aan ons|VAT on reverse charge||tax %NL-RC-IN-21
  1512|Btw verwervingen uit de EU|VAT on EU acquisitions||tax %NL-EU-IN-21
  1515|Btw privégebruik|VAT on private use||tax
  1550|Btw af te dragen per aangifte|VAT to be paid
152|Voorbelasting|Input VAT|current-asset
  1520|Voorbelasting hoog (21%)|Input VAT 21 %||tax %NL-IN-21
  1525|Voorbelasting laag (9%)|Input VAT 9 %||tax %NL-IN-9
  1530|Voorbelasting verlegd en EU|Input VAT on reverse charge||tax %NL-RC-IN-21
  1535|Voorbelasting invoer|Input VAT on imports||tax %NL-IMPORT
16|Crediteuren|Trade payables|payable
  1600|Crediteuren|Trade payables||payables
  1660|Te ontvangen facturen|Goods received, not invoiced|current-liability|goods-received
17|Kortlopende schulden en overlopende passiva|Current liabilities and accruals|current-liability
  1610|Vooruitontvangen van afnemers|Customer advances||open
  1700|Af te dragen loonheffing|Wage tax payable|tax-payable|open
  1710|Af te dragen pensioenpremies|Pension contributions payable||open
  1720|Te betalen nettolonen|Net wages payable||open
  1730|Reservering vakantiegeld|Accrued holiday allowance
  1735|Reservering vakantiedagen|Accrued holidays
  1740|Te betalen vennootschapsbelasting|Corporation tax payable|tax-payable
  1750|Schulden aan groepsmaatschappijen|Due to group companies||open
  1760|Te betalen dividend|Dividends payable
  1770|Kortlopend deel van leningen|Current part of loans
  1780|Nog te betalen kosten|Accrued expenses
  1785|Vooruitontvangen omzet|Deferred income
  1790|Overige schulden|Other liabilities||open
  1795|Kredieten bij banken|Bank overdrafts
20|Tussenrekeningen|Clearing accounts|current-liability
  2000|Vraagposten|Suspense||open
  2010|Tussenrekening betalingen|Payments clearing||open
  2020|Tussenrekening lonen|Payroll clearing||open
30|Voorraden|Inventories|inventory
  3000|Voorraad handelsgoederen|Goods for resale||stock
  3100|Voorraad grond- en hulpstoffen|Raw materials and supplies||stock
  3200|Onderhanden werk|Work in progress
  3300|Voorraad gereed product|Finished goods||stock
  3400|Voorraad emballage|Packaging||stock
  3500|Goederen onderweg|Goods in transit||stock
  3900|Voorziening incourante voorraad|Allowance for inventories
40|Personeelskosten|Staff costs|operating-expense
  4000|Brutolonen|Gross wages
  4005|Vakantiegeld|Holiday allowance
  4010|Sociale lasten|Social security
  4015|Pensioenlasten|Pension costs
  4020|Managementvergoeding|Management fees
  4025|Uitzendkrachten|Temporary staff
  4030|Reiskostenvergoeding|Travel allowances
  4035|Opleidingen|Training
  4040|Kosten werkkostenregeling|Staff benefits
  4045|Ziekengeldverzekering|Sickness insurance
  4050|Ontvangen ziekengelden en subsidies|Sickness benefits and grants received
  4090|Overige personeelskosten|Other staff costs
41|Afschrijvingen|Depreciation|depreciation
  4100|Afschrijving immateriële vaste activa|Amortisation of intangible assets
  4110|Afschrijving gebouwen en verbouwingen|Depreciation of buildings
  4120|Afschrijving machines en installaties|Depreciation of machinery
  4130|Afschrijving inventaris en computers|Depreciation of furniture and computers
  4140|Afschrijving vervoermiddelen|Depreciation of vehicles
  4190|Boekresultaat vaste activa|Result on disposal of assets
42|Huisvestingskosten|Premises|operating-expense
  4200|Huur|Rent
  4210|Gas, water en elektra|Gas, water and electricity
  4220|Schoonmaak|Cleaning
  4230|Onderhoud gebouw|Maintenance of premises
  4240|Onroerendezaakbelasting|Property tax
  4290|Overige huisvestingskosten|Other costs of premises
43|Exploitatiekosten|Operating costs|operating-expense
  4300|Onderhoud machines en inventaris|Repairs of equipment
  4310|Kleine aanschaffingen|Small equipment
  4320|Leasekosten apparatuur|Leasing of equipment
44|Verkoopkosten|Selling costs|operating-expense
  4400|Reclame en advertenties|Advertising
  4410|Representatie en relatiegeschenken|Representation and gifts
  4420|Reis- en verblijfkosten|Travel
  4430|Provisie|Commissions
  4440|Vrachtkosten verkoop|Freight out
  4450|Dotatie dubieuze debiteuren|Bad debts
45|Autokosten|Vehicles|operating-expense
  4500|Brandstof|Fuel
  4510|Onderhoud auto's|Vehicle repairs
  4520|Verzekering en wegenbelasting|Vehicle insurance and tax
  4530|Leasekosten auto's|Vehicle leasing
  4540|Btw-correctie privégebruik auto|VAT on private use of cars
46|Kantoorkosten|Office|operating-expense
  4600|Kantoorbehoeften|Office supplies
  4610|Telefoon en internet|Telephone and internet
  4620|Porti|Postage
  4630|Software en licenties|Software and licences
  4640|Contributies en abonnementen|Dues and subscriptions
47|Algemene kosten|General costs|operating-expense
  4700|Accountantskosten|Accountants
  4710|Administratiekosten|Bookkeeping
  4720|Advies- en juridische kosten|Consulting and legal fees
  4730|Verzekeringen|Insurance
  4740|Bankkosten|Bank charges
  4750|Boetes|Fines
  4790|Overige algemene kosten|Other general costs
  4990|Afrondings- en betalingsverschillen|Rounding and payment differences
70|Kostprijs van de omzet|Cost of sales|cost-of-sales
  7000|Inkoopwaarde van de omzet|Cost of goods sold
  7010|Inkopen hoog (21%)|Purchases 21 %||%NL-IN-21
  7020|Inkopen laag (9%)|Purchases 9 %||%NL-IN-9
  7030|Inkopen binnen de EU|Purchases in the EU||%NL-EU-IN-21
  7040|Inkopen buiten de EU|Purchases outside the EU||%NL-IMPORT
  7100|Uitbesteed werk|Subcontracted work||%NL-IN-21
  7110|Uitbesteed werk verlegd|Subcontracted work, reverse charge||%NL-RC-IN-21
  7200|Inkoopkosten en vracht|Freight in
  7300|Ontvangen kortingen|Purchase rebates
  7400|Voorraadmutatie|Change in inventories
  7410|Voorraadverschillen|Inventory differences
  7420|Herwaardering voorraden|Inventory revaluation
  7430|Afkeur en bederf|Scrap and spoilage
  7500|Prijsverschillen inkoop|Purchase price differences
80|Netto-omzet|Net sales|revenue
  8000|Omzet hoog (21%)|Sales 21 %||%NL-OUT-21
  8010|Omzet laag (9%)|Sales 9 %||%NL-OUT-9
  8020|Omzet nultarief|Sales zero rate||%NL-OUT-0
  8030|Omzet vrijgesteld|Exempt sales||%NL-OUT-EXEMPT
  8040|Omzet btw verlegd|Sales under reverse charge||%NL-RC-OUT
  8050|Omzet binnen de EU|Sales in the EU||%NL-EU-OUT
  8060|Omzet EU afstandsverkopen (OSS)|Distance sales in the EU||%EU-OSS
  8070|Export buiten de EU|Exports||%NL-EXPORT
  8100|Diensten hoog (21%)|Services 21 %||%NL-OUT-21
  8200|Verleende kortingen|Sales rebates
  8300|Wijziging onderhanden werk|Change in work in progress
90|Overige opbrengsten en financiële baten|Other and financial income|other-income
  8900|Overige opbrengsten|Other income
  9000|Rentebaten|Interest income
  9100|Opbrengst deelnemingen|Income from participations
  9310|Koerswinsten|Exchange gains
  9315|Niet-gerealiseerde koerswinsten|Unrealised exchange gains
  9400|Buitengewone baten|Extraordinary income
92|Financiële en buitengewone lasten|Finance costs and extraordinary expenses|finance-cost
  9200|Rentelasten|Interest expense
  9205|Rente hypotheken en leningen|Interest on loans
  9210|Koersverliezen|Exchange losses
  9215|Niet-gerealiseerde koersverliezen|Unrealised exchange losses
  9220|Rente Belastingdienst|Interest to tax authorities
  9410|Buitengewone lasten|Extraordinary expenses|operating-expense
95|Belastingen|Income taxes|income-tax
  9500|Vennootschapsbelasting|Corporation tax
  9510|Mutatie latente belastingen|Deferred tax
`,
)
