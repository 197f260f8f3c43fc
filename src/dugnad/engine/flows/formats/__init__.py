"""What others write and read: floweaver, flodym, OpenSankey, JSON-stat and Eurostat's tables.

Each was checked against a file or the reader of its publisher; what could not be is not here. STAN has an
exchange workbook of its own, of which no file was at hand.
"""
