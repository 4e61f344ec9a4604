"""Parts of pages that Streamlit does not have: each a package with its own assets."""
