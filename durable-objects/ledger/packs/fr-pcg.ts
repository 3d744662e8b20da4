import { pack } from './pack.ts'

/**
 * Plan comptable général, règlement ANC 2014-03 as amended by ANC 2022-06 (in force since 2025). Differences of conversion
 * stay in the balance sheet (476, 477) until they are realised.
 */
export const frPcg = pack(
  {
    code: 'fr-pcg',
    language: 'fr',
    description: 'France: plan comptable général (PCG), by nature.',
    roles: {
      retainedEarnings: '110',
      currentEarnings: '120',
      openingBalance: '890',
      exchangeGain: '756',
      exchangeLoss: '656',
      unrealisedGain: '477',
      unrealisedLoss: '476',
      rounding: '658',
      suspense: '471',
      receivables: '411',
      payables: '401',
      bank: '512',
      cash: '531',
      inventory: '371',
      costOfSales: '6037',
      goodsReceived: '4081',
      priceDifference: '607',
      stockAdjustment: '6037',
      stockVariation: '6037',
      stockRevaluation: '6037',
      stockInTransit: '381',
      scrap: '6037',
      inputTax: '44566',
      outputTax: '44571',
    },
  },
  `
10|Capital et réserves|Capital and reserves|equity
  101|Capital|Share capital
  104|Primes liées au capital social|Share premiums
  105|Écarts de réévaluation|Revaluation reserve
  1061|Réserve légale|Legal reserve
  1063|Réserves statutaires ou contractuelles|Statutory reserves
  1064|Réserves réglementées|Regulated reserves
  1068|Autres réserves|Other reserves
  108|Compte de l’exploitant|Owner's account
  109|Actionnaires : capital souscrit – non appelé|Subscribed capital not called
11|Report à nouveau|Retained earnings|retained-earnings
  110|Report à nouveau – solde créditeur|Profit brought forward
  119|Report à nouveau – solde débiteur|Loss brought forward
12|Résultat net de l’exercice|Result of the year|retained-earnings
  120|Résultat de l’exercice – bénéfice|Profit of the year
  129|Résultat de l’exercice – perte|Loss of the year
13|Subventions d’investissement et provisions réglementées|Investment grants and regulated provisions|equity
  131|Subventions d’investissement octroyées|Investment grants
  139|Subventions d’investissement inscrites au compte de résultat|Investment grants taken to income
  145|Amortissements dérogatoires|Special tax depreciation
15|Provisions|Provisions|current-liability
  1511|Provisions pour litiges|Provisions for litigation
  1512|Provisions pour garanties données aux clients|Provisions for warranties
  1515|Provisions pour pertes de change|Provisions for exchange losses
  153|Provisions pour pensions et obligations similaires|Provisions for pensions|non-current-liability
  155|Provisions pour impôts|Provisions for taxes
  158|Autres provisions|Other provisions
16|Emprunts et dettes assimilées|Loans|non-current-liability
  163|Autres emprunts obligataires|Bonds
  164|Emprunts auprès des établissements de crédit|Bank loans
  165|Dépôts et cautionnements reçus|Deposits received
  168|Autres emprunts et dettes assimilées|Other loans
  1688|Intérêts courus|Accrued interest|current-liability
  171|Dettes rattachées à des participations (groupe)|Due to group companies
20|Immobilisations incorporelles|Intangible assets|fixed-asset
  201|Frais d’établissement|Formation costs
  203|Frais de développement|Development costs
  205|Concessions, brevets, licences, marques, logiciels|Concessions, patents, licences, brands, software
  206|Droit au bail|Lease right
  207|Fonds commercial|Goodwill
  208|Autres immobilisations incorporelles|Other intangible assets
21|Immobilisations corporelles|Tangible assets|fixed-asset
  211|Terrains|Land
  212|Agencements et aménagements de terrains|Land improvements
  213|Constructions|Buildings
  214|Constructions sur sol d’autrui|Buildings on land of others
  2154|Matériel industriel|Industrial machinery
  2155|Outillage industriel|Industrial tools
  2181|Installations générales, agencements, aménagements divers|Fixtures and fittings
  2182|Matériel de transport|Vehicles
  2183|Matériel de bureau et matériel informatique|Office and computer equipment
  2184|Mobilier|Furniture
23|Immobilisations en cours, avances et acomptes|Assets under construction and advances|fixed-asset
  231|Immobilisations corporelles en cours|Tangible assets under construction
  232|Immobilisations incorporelles en cours|Intangible assets under construction
  238|Avances et acomptes versés sur commandes d’immobilisations corporelles|Advances for tangible assets
26|Participations et autres immobilisations financières|Financial assets|non-current-asset
  261|Titres de participation|Participations
  267|Créances rattachées à des participations|Due from participations
  271|Titres immobilisés|Long-term securities
  274|Prêts|Loans granted
  275|Dépôts et cautionnements versés|Deposits paid
28|Amortissements des immobilisations|Accumulated depreciation|fixed-asset
  2801|Amortissements des frais d’établissement|Amortisation of formation costs
  2805|Amortissements des concessions, brevets, logiciels|Amortisation of concessions and software
  2812|Amortissements des agencements de terrains|Depreciation of land improvements
  2813|Amortissements des constructions|Depreciation of buildings
  2815|Amortissements des installations techniques, matériel et outillage|Depreciation of plant and tools
  28181|Amortissements des installations générales|Depreciation of fixtures
  28182|Amortissements du matériel de transport|Depreciation of vehicles
  28183|Amortissements du matériel de bureau et informatique|Depreciation of office equipment
  28184|Amortissements du mobilier|Depreciation of furniture
  2907|Dépréciations du fonds commercial|Impairment of goodwill
  291|Dépréciations des immobilisations corporelles|Impairment of tangible assets
3|Stocks et en-cours|Inventories|inventory
  311|Matières premières et fournitures|Raw materials||stock
  321|Matières consommables|Consumables||stock
  322|Fournitures consommables|Supplies||stock
  326|Emballages|Packaging||stock
  331|Produits en cours|Goods in progress||stock
  345|Prestations de services en cours|Services in progress
  351|Produits intermédiaires|Intermediate products||stock
  355|Produits finis|Finished goods||stock
  371|Stocks de marchandises|Goods for resale||stock
  381|Stocks en voie d’acheminement|Goods in transit||stock
  391|Dépréciations des matières premières|Allowance for raw materials
  395|Dépréciations des stocks de produits|Allowance for products
  397|Dépréciations des stocks de marchandises|Allowance for goods
40|Fournisseurs et comptes rattachés|Suppliers|payable
  401|Fournisseurs|Suppliers||payables
  403|Fournisseurs – effets à payer|Bills payable||open
  404|Fournisseurs d’immobilisations|Suppliers of fixed assets||open
  4081|Fournisseurs – factures non parvenues|Goods received, not invoiced|current-liability|goods-received
409|Fournisseurs débiteurs|Supplier debit balances|current-asset
  4091|Fournisseurs – avances et acomptes versés sur commandes|Advances to suppliers|prepayment|open
  4096|Fournisseurs – créances pour emballages à rendre|Returnable packaging
  4098|Rabais, remises, ristournes à obtenir|Supplier credits to come
41|Clients et comptes rattachés|Customers|receivable
  411|Clients|Customers||receivables
  413|Clients – effets à recevoir|Bills receivable||open
  416|Clients douteux ou litigieux|Doubtful customers||open
  4181|Clients – factures à établir|Income to be invoiced||open
  491|Dépréciations des comptes de clients|Allowance for customers
419|Clients créditeurs|Customer credit balances|current-liability
  4191|Clients – avances et acomptes reçus sur commandes|Customer advances||open
  4196|Clients – dettes pour emballages consignés|Packaging deposits
  4198|Rabais, remises, ristournes à accorder|Customer credits to come
42|Personnel et organismes sociaux|Staff and social bodies|current-liability
  421|Personnel – rémunérations dues|Wages payable||open
  422|Comité social et économique|Works council
  424|Participation des salariés aux résultats|Profit sharing
  427|Personnel – oppositions|Attachments of earnings
  4282|Dettes provisionnées pour congés à payer|Accrued holidays
  4286|Personnel – autres charges à payer|Other accrued staff costs
  431|Sécurité sociale|Social security||open
  437|Autres organismes sociaux|Other social bodies||open
  4382|Charges sociales sur congés à payer|Social charges on holidays
  4386|Organismes sociaux – autres charges à payer|Accrued social charges
425|Personnel débiteur|Due from staff|current-asset
  4251|Personnel – avances et acomptes|Advances to staff||open
441|État débiteur|Due from the state|current-asset
  4411|État – subventions d’investissement à recevoir|Grants receivable
  4441|État – acomptes d’impôt sur les bénéfices|Income tax instalments
  44562|TVA déductible sur immobilisations|Input VAT on fixed assets||tax %FR-IN-ASSET-20
  44566|TVA déductible sur autres biens et services|Input VAT on goods and services||tax %FR-IN-20
  445662|TVA déductible intracommunautaire|Input VAT on EU acquisitions||tax %FR-EU-IN-20
  44567|Crédit de TVA à reporter|VAT credit carried forward
  44583|Remboursement de taxes sur le chiffre d’affaires demandé|VAT refund claimed
  44586|TVA sur factures non parvenues|VAT on invoices to come
444|État créditeur|Due to the state|tax-payable
  4421|Prélèvements à la source (impôt sur le revenu)|Income tax withheld||open
  4442|État – impôts sur les bénéfices|Income tax payable
  4452|TVA due intracommunautaire|VAT on EU acquisitions||tax %FR-EU-IN-20
  44551|TVA à décaisser|VAT to be paid
  44571|TVA collectée|Output VAT||tax %FR-OUT-20
  445712|TVA collectée 10 %|Output VAT 10 %||tax %FR-OUT-10
  445713|TVA collectée 5,5 %|Output VAT 5.5 %||tax %FR-OUT-5.5
  44587|TVA sur factures à établir|VAT on income to be invoiced
  447|Autres impôts, taxes et versements assimilés|Other taxes payable
  4486|État – charges à payer|Accrued taxes
45|Groupe et associés|Group and shareholders|current-liability
  451|Groupe|Group||open
  455|Associés – comptes courants|Shareholders' current accounts
  457|Associés – dividendes à payer|Dividends payable
46|Créditeurs et débiteurs divers|Sundry creditors|current-liability
  464|Dettes sur acquisitions de valeurs mobilières de placement|Due for securities
  467|Divers comptes débiteurs et produits à recevoir ou créditeurs et charges à payer|Sundry accounts||open
  471|Comptes d’attente|Suspense||open
  477|Différences de conversion – passif|Conversion differences, gains
  487|Produits constatés d’avance|Deferred income
462|Débiteurs divers et régularisation|Sundry debtors and prepayments|current-asset
  4621|Créances sur cessions d’immobilisations|Due for disposals of assets||open
  476|Différences de conversion – actif|Conversion differences, losses
  486|Charges constatées d’avance|Prepaid expenses|prepayment
50|Valeurs mobilières de placement|Short-term securities|current-asset
  503|Actions|Shares
  506|Obligations|Bonds
  508|Autres valeurs mobilières de placement|Other securities
51|Banques et caisse|Banks and cash|cash
  5112|Chèques à encaisser|Cheques to be cashed
  512|Banques|Banks
  514|Chèques postaux|Postal accounts
  531|Caisse|Cash
  580|Virements internes|Internal transfers
519|Concours bancaires courants|Bank overdrafts|current-liability
  5191|Crédit de mobilisation de créances commerciales|Receivables financing
  5198|Intérêts courus sur concours bancaires|Accrued interest on overdrafts
60|Achats|Purchases|cost-of-sales
  601|Achats stockés – matières premières|Raw materials
  602|Achats stockés – autres approvisionnements|Other supplies
  6031|Variation des stocks de matières premières|Change in raw materials
  6032|Variation des stocks des autres approvisionnements|Change in other supplies
  6037|Variation des stocks de marchandises|Change in goods for resale
  604|Achats d’études et prestations de services|Studies and services
  605|Achats de matériel, équipements et travaux|Equipment and works
  607|Achats de marchandises|Goods for resale||%FR-IN-20
  608|Frais accessoires d’achat|Incidental purchase costs
  609|Rabais, remises et ristournes obtenus sur achats|Purchase rebates
  6061|Fournitures non stockables (eau, énergie)|Water and energy|operating-expense
  6063|Fournitures d’entretien et de petit équipement|Maintenance supplies|operating-expense
  6064|Fournitures administratives|Office supplies|operating-expense
61|Services extérieurs|External services|operating-expense
  611|Sous-traitance générale|Subcontracting
  6122|Crédit-bail mobilier|Leasing of equipment
  6125|Crédit-bail immobilier|Leasing of property
  6132|Locations immobilières|Rent of premises
  6135|Locations mobilières|Hire of equipment
  614|Charges locatives et de copropriété|Service charges
  6152|Entretien et réparations sur biens immobiliers|Repairs of premises
  6155|Entretien et réparations sur biens mobiliers|Repairs of equipment
  6156|Maintenance|Maintenance
  616|Primes d’assurances|Insurance
  617|Études et recherches|Studies and research
  6181|Documentation générale|Documentation
  6185|Frais de colloques, séminaires, conférences|Conferences
62|Autres services extérieurs|Other external services|operating-expense
  621|Personnel extérieur à l’entreprise|Temporary staff
  6222|Commissions et courtages sur ventes|Sales commissions
  6226|Honoraires|Professional fees
  6227|Frais d’actes et de contentieux|Legal costs
  6231|Annonces et insertions|Advertising
  6233|Foires et expositions|Fairs
  6234|Cadeaux à la clientèle|Gifts to customers
  6236|Catalogues et imprimés|Catalogues
  6238|Divers (pourboires, dons courants)|Sundry gifts
  6241|Transports sur achats|Freight in
  6242|Transports sur ventes|Freight out
  6251|Voyages et déplacements|Travel
  6256|Missions|Missions
  6257|Réceptions|Entertainment
  626|Frais postaux et frais de télécommunications|Postage and telephone
  627|Services bancaires et assimilés|Bank charges
  6281|Concours divers (cotisations)|Membership dues
63|Impôts, taxes et versements assimilés|Taxes other than on income|operating-expense
  6311|Taxe sur les salaires|Payroll tax
  6333|Contribution unique des employeurs à la formation professionnelle|Training levy
  63511|Contribution économique territoriale|Business property tax
  63512|Taxes foncières|Property tax
  63514|Taxe sur les véhicules des sociétés|Company vehicle tax
  6354|Droits d’enregistrement et de timbre|Registration duties
  637|Autres impôts, taxes et versements assimilés|Other taxes
64|Charges de personnel|Staff costs|operating-expense
  6411|Salaires, appointements|Wages and salaries
  6412|Congés payés|Paid holidays
  6413|Primes et gratifications|Bonuses
  644|Rémunération du travail de l’exploitant|Owner's remuneration
  6451|Cotisations à l’Urssaf|Social security
  6452|Cotisations aux mutuelles|Health insurance
  6453|Cotisations aux caisses de retraite|Pension contributions
  6454|Cotisations à l’assurance chômage|Unemployment insurance
  646|Cotisations sociales personnelles de l’exploitant|Owner's social security
  6475|Médecine du travail, pharmacie|Occupational health
  648|Autres charges de personnel|Other staff costs
65|Autres charges de gestion courante|Other operating expenses|operating-expense
  651|Redevances pour concessions, brevets, licences, logiciels|Royalties and licences
  653|Rémunérations de l’activité des administrateurs et des gérants|Directors' fees
  654|Pertes sur créances irrécouvrables|Bad debts
  656|Pertes de change sur créances et dettes commerciales|Exchange losses on trade
  657|Valeurs comptables des immobilisations cédées|Book value of assets sold
  658|Pénalités et autres charges de gestion courante|Sundry expenses
66|Charges financières|Finance costs|finance-cost
  6611|Intérêts des emprunts et dettes|Interest on loans
  6616|Intérêts bancaires|Bank interest
  665|Escomptes accordés|Cash discounts granted
  666|Pertes de change financières|Exchange losses on financing
  668|Autres charges financières|Other finance costs
67|Charges exceptionnelles|Exceptional expenses|operating-expense
  678|Autres charges exceptionnelles|Exceptional expenses
68|Dotations aux amortissements, dépréciations et provisions|Depreciation and provisions|depreciation
  68111|Dotations aux amortissements des immobilisations incorporelles|Amortisation of intangible assets
  68112|Dotations aux amortissements des immobilisations corporelles|Depreciation of tangible assets
  6815|Dotations aux provisions d’exploitation|Additions to provisions|operating-expense
  6817|Dotations aux dépréciations des actifs circulants|Write-down of current assets|operating-expense
  6865|Dotations aux provisions financières|Additions to financial provisions|finance-cost
69|Participation des salariés et impôts sur les bénéfices|Profit sharing and income tax|income-tax
  691|Participation des salariés aux résultats|Profit sharing|operating-expense
  695|Impôts sur les bénéfices|Income tax
70|Ventes|Sales|revenue
  701|Ventes de produits finis|Sales of finished goods||%FR-OUT-20
  702|Ventes de produits intermédiaires|Sales of intermediate products||%FR-OUT-20
  703|Ventes de produits résiduels|Sales of waste||%FR-OUT-20
  704|Travaux|Works||%FR-OUT-20
  705|Études|Studies||%FR-OUT-20
  706|Prestations de services|Services||%FR-OUT-20
  707|Ventes de marchandises|Sales of goods||%FR-OUT-20
  7074|Ventes de marchandises – livraisons intracommunautaires|Sales of goods in the EU||%FR-EU-OUT
  7075|Ventes de marchandises – exportations|Exports of goods||%FR-EXPORT
  7083|Locations diverses|Rentals||%FR-OUT-20
  7085|Ports et frais accessoires facturés|Freight charged||%FR-OUT-20
  709|Rabais, remises et ristournes accordés|Sales rebates
71|Production stockée et immobilisée|Change in stocks and own work|revenue
  7133|Variation des en-cours de production de biens|Change in goods in progress
  7134|Variation des en-cours de production de services|Change in services in progress
  7135|Variation des stocks de produits|Change in products
  721|Production immobilisée – immobilisations incorporelles|Own work, intangible assets|other-income
  722|Production immobilisée – immobilisations corporelles|Own work, tangible assets|other-income
74|Subventions et autres produits de gestion courante|Grants and other operating income|other-income
  741|Subventions d’exploitation|Operating grants
  747|Quote-part des subventions d’investissement virée au résultat|Investment grants taken to income
  751|Redevances pour concessions, brevets, licences, logiciels|Royalties received
  752|Revenus des immeubles non affectés aux activités professionnelles|Property income
  756|Gains de change sur créances et dettes commerciales|Exchange gains on trade
  757|Produits des cessions d’immobilisations|Proceeds of assets sold
  758|Indemnités et autres produits de gestion courante|Sundry income
76|Produits financiers|Financial income|other-income
  761|Produits de participations|Income from participations
  764|Revenus des valeurs mobilières de placement|Income from securities
  765|Escomptes obtenus|Cash discounts received
  766|Gains de change financiers|Exchange gains on financing
  768|Autres produits financiers|Other financial income
77|Produits exceptionnels et reprises|Exceptional income and releases|other-income
  778|Autres produits exceptionnels|Exceptional income
  7815|Reprises sur provisions d’exploitation|Release of provisions
  7817|Reprises sur dépréciations des actifs circulants|Release of write-downs
  7865|Reprises sur provisions financières|Release of financial provisions
89|Bilan|Balance sheet|equity
  890|Bilan d’ouverture|Opening balances
`,
)
