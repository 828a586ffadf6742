"""What every package agrees on: shapes of tables, amounts, periods, places and settings; imports nothing of ours."""
