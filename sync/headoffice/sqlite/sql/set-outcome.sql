UPDATE operation SET outcome = :outcome WHERE id = :id AND is_repeat = 0
