"""How articles are read: files to frames, frames made tidy, and a receipt of all of it."""

ARTICLE_COLUMNS = (
    "doc_id",
    "outlet",
    "text",
    "title",
    "date",
    "date_raw",
    "event",
    "url",
    "author",
    "section",
    "language",
    "side",
)
# Where a row came from, while it is read; a name that no source gives a column.
SOURCE, ROW = "\0source", "\0row"
