"""The pages: short scripts that Streamlit runs from the top; the logic stands in modules beside this folder."""
