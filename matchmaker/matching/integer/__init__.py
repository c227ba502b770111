"""The exact search for rules that ask who is in each country: an integer program, solved by HiGHS."""
