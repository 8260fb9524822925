"""The class list: what is read, and what is refused with line, reason and mend (design section 8)."""

import codecs

import pytest

from bukti.cells import protected, unprotected
from bukti.errors import BuktiError
from bukti.issuing.encodings import likely_encoding
from bukti.issuing.learners import ClassList, read_class_list


def read(text: str | bytes) -> ClassList:
    return read_class_list(text.encode() if isinstance(text, str) else text, "class.csv")


def names(text: str | bytes) -> list[str]:
    listed = read(text)
    assert listed.faults == ()
    return [learner.name for learner in listed.learners]


class TestReading:
    def test_all_columns_in_any_order(self) -> None:
        listed = read("Email, REF ,name,path,result\na@b.example,A-1,Ng,m2,A\n")
        (learner,) = listed.learners
        assert (learner.name, learner.ref, learner.result, learner.path, learner.email, learner.line) == (
            "Ng",
            "A-1",
            "A",
            "m2",
            "a@b.example",
            2,
        )

    @pytest.mark.parametrize("text", ["name\nNg\n", "\ufeffname\r\nNg\r\n", "name\n\n  \nNg", '"name"\n"Ng"'])
    def test_ways_of_writing_it(self, text: str) -> None:
        assert names(text) == ["Ng"]

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_separators_of_spreadsheets(self, mark: str) -> None:
        assert names(f'name{mark}ref\n"Ng, Jr; x"{mark}1\n') == ["Ng, Jr; x"]

    def test_names_are_normalised_and_nothing_else_is_changed(self) -> None:
        assert names("name\n  Siti \u00a0 Aminah \nZoe\u0308\n=SUM(1,1)\n".replace("=SUM(1,1)", '"=SUM(1,1)"')) == [
            "Siti Aminah",
            "Zoë",
            "=SUM(1,1)",
        ]

    def test_lines_count_quoted_line_ends(self) -> None:
        listed = read('name,ref\n"Ng\n",1\nLim,2\n"",3\n')
        assert [(learner.name, learner.line) for learner in listed.learners] == [("Lim", 4)]
        assert [(fault.line, fault.code) for fault in listed.faults] == [(2, "learner-name"), (5, "learner-name")]

    @pytest.mark.parametrize(
        "start", ["=1", "+1", "-Tan", "@x", "\tx", "\rx", "\nx", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x"]
    )
    def test_the_spreadsheet_apostrophe(self, start: str) -> None:
        assert protected(start) == f"'{start}"
        assert unprotected(f"'{start}") == start
        assert unprotected(protected(start)) == start

    @pytest.mark.parametrize("cell", ["'Ain", "''=1", "'", "", "Nur'Ain"])
    def test_any_other_apostrophe_stays(self, cell: str) -> None:
        assert unprotected(cell) == protected(cell) == cell

    def test_formula_cells_come_back_from_an_export(self) -> None:
        assert names("name\n'=SUM(1)\n'-Tan\n'Ain\n") == ["=SUM(1)", "-Tan", "'Ain"]


class TestTheFileAsAWhole:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "is empty"),
            ("\n\n", "is empty"),
            ("name,ref\n", "no learner"),
            ("ref,result\n1,A\n", "column 'name' is missing"),
            ("name,mark\nNg,A\n", "unknown column 'mark'"),
            ("name,Name\nNg,Ng\n", "stands twice"),
            ('name\n"Ng\n', "not CSV"),
            ('name\n"Ng"x\n', "not CSV"),
        ],
    )
    def test_refused(self, text: str, message: str) -> None:
        with pytest.raises(BuktiError, match=message) as refused:
            read(text)
        assert refused.value.where.startswith("class.csv")
        assert refused.value.hint or refused.value.expected

    def test_the_nearest_column_is_named(self) -> None:
        with pytest.raises(BuktiError) as refused:
            read("name,reslt\nNg,A\n")
        assert refused.value.hint == "did you mean 'result'?"

    @pytest.mark.parametrize(
        ("data", "what"),
        [
            (codecs.BOM_UTF16_LE + "name\nZoë\n".encode("utf-16-le"), "UTF-16"),
            (codecs.BOM_UTF16_BE + "name\nZoë\n".encode("utf-16-be"), "UTF-16"),
            ("name,ref\nZoë,1\n".encode("utf-16-le"), "UTF-16 without"),
            ("name\nZoë Nuñez Ångström\nJosé García\n".encode("cp1252"), "Windows-1252"),
            ("name\nمحمد عبد الرحمن السيد\nعلي حسن\nفاطمة الزهراء\n".encode("cp1256"), "Windows-1256"),
            ("name\n李明\n陈美玲\n王伟\n张丽华\n".encode("gb18030"), "GB18030"),
            ("name\n李小明\n陳美玲\n王偉\n張麗華\n".encode("big5"), "Big5"),
            (b"PK\x03\x04rest", "workbook"),
            (b"\xd0\xcf\x11\xe0rest", "old Excel"),
        ],
    )
    def test_another_encoding_is_told(self, data: bytes, what: str) -> None:
        with pytest.raises(BuktiError, match=what) as refused:
            read(data)
        assert "CSV UTF-8" in refused.value.hint

    def test_the_line_of_the_first_wrong_byte(self) -> None:
        with pytest.raises(BuktiError) as refused:
            read(b"name\nNg\n" + "Zoë\n".encode("cp1252"))
        assert refused.value.where == "class.csv:3"

    def test_utf_8_is_not_called_otherwise(self) -> None:
        assert likely_encoding(b"plain") == "UTF-8"
        assert names("name\nمحمد\n李明\nZoë\nசுப்பிரமணியம்\n") == ["محمد", "李明", "Zoë", "சுப்பிரமணியம்"]


class TestRows:
    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("x" * 10_000, "10,000 characters"),
            ("é" * 128, "256 bytes"),
            ("Ali\x07", "U+0007"),
            ("Ali\x00", "U+0000"),
            ("\u202eevil\u202c", "U+202E"),
            ("a\u200dl", "U+200D"),
            ("Ali\u00ad", "U+00AD"),
            ("\u200b", "U+200B"),
        ],
    )
    def test_names_that_cannot_be_signed(self, name: str, message: str) -> None:
        listed = read(f'name\nGood One\n"{name}"\nGood Two\n')
        assert [learner.line for learner in listed.learners] == [2, 4]
        assert {(fault.line, fault.code) for fault in listed.faults} == {(3, "learner-name")}
        assert message in listed.faults[0].message
        assert all(fault.hint and fault.file == "class.csv" for fault in listed.faults)

    @pytest.mark.parametrize("name", ["é" * 127, "நா\u200dன்", "سی\u200cنا", "李", "𠮷田", "O'Brien-D'Souza, Jr."])
    def test_their_passing_twins(self, name: str) -> None:
        assert names(f'name\n"{name}"\n') == [name]

    def test_more_or_fewer_cells(self) -> None:
        listed = read("name,ref\nO'Brien, Jr.,1\nNg\nLim,2\n")
        assert [learner.name for learner in listed.learners] == ["Lim"]
        assert [(fault.line, fault.code) for fault in listed.faults] == [(2, "learner-cells"), (3, "learner-cells")]
        assert [fault.message.partition(",")[0] for fault in listed.faults] == [
            "the row has 3 cells",
            "the row has 1 cell",
        ]

    def test_a_wrong_mail_address(self) -> None:
        listed = read("name,email\nNg,nobody\nLim,lim@desk.example\nTan,\n")
        assert [fault.code for fault in listed.faults] == ["learner-email"]
        assert len(listed.learners) == 2

    def test_control_characters_in_other_columns(self) -> None:
        listed = read("name,ref\nNg,a\x1bb\nLim,ab\n")
        assert [(fault.line, fault.code) for fault in listed.faults] == [(2, "learner-ref")]


class TestDuplicates:
    """A duplicate is the same ref, or the same name without ref."""

    @pytest.mark.parametrize(
        ("rows", "line"),
        [
            ("Ng,1\nLim,1\n", 3),
            ("Ng,\nNg,\n", 3),
            ("Ng,1\nNg,\n", 3),
            ("Zoë,\nZoe\u0308,\n", 3),
            ("Siti Aminah,\n  Siti\u00a0 Aminah,\n", 3),
        ],
    )
    def test_refused(self, rows: str, line: int) -> None:
        listed = read(f"name,ref\n{rows}")
        assert [(fault.line, fault.code) for fault in listed.faults] == [(line, "learner-twice")]
        assert "line 2" in listed.faults[0].message

    @pytest.mark.parametrize("rows", ["Ng,1\nNg,2\n", "Ng,\nLim,\n", "Zoë,1\nZoe\u0308,2\n", "Ng,a\nLim,A\n"])
    def test_told_apart(self, rows: str) -> None:
        assert len(names(f"name,ref\n{rows}")) == 2
