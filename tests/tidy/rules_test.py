"""Each rule finds what it is there for, and nothing in code that keeps it."""

import unittest

import contract
import layering
import length
import promises
import words


class Sample:
    """A file that is not on disk."""

    def __init__(self, path, text):
        self.path, self.text, self.lines = path, text, text.splitlines()
        self.suffix = path[path.rindex("."):] if "." in path else ""

    def is_cpp(self):
        return self.suffix in (".h", ".cc")

    def is_script(self):
        return self.suffix in (".sh", ".py")

    def is_text(self):
        return True


def found(rule, *samples):
    return [f"{finding.path}:{finding.line}" for finding in rule(list(samples))]


def function_of(lines):
    return "int Count(const std::string& text,\n          int limit) {\n" + "  ++limit;\n" * (lines - 3) + "}\n"


class Layering(unittest.TestCase):
    def test_a_folder_may_not_look_upwards_or_sideways(self):
        upwards = Sample("services/store/a.h", '#include "services/server/config.h"\n')
        sideways = Sample("services/incident/a.h", '#include "services/timeline/timer_loop.h"\n')
        downwards = Sample("services/server/a.h", '#include "services/store/store.h"\n')
        self.assertEqual(found(layering.check_layering, upwards, sideways, downwards),
                         ["services/store/a.h:1", "services/incident/a.h:1"])

    def test_the_core_reads_no_clock_and_the_store_alone_speaks_to_redis(self):
        core = Sample("services/core/a.cc", "#include <chrono>\n#include <vector>\n#include \"absl/time/clock.h\"\n")
        desk = Sample("services/timeline/a.cc", "#include <hiredis/hiredis.h>\n")
        store = Sample("services/store/a.cc", "#include <hiredis/hiredis.h>\n")
        self.assertEqual(found(layering.check_layering, core, desk, store),
                         ["services/core/a.cc:1", "services/core/a.cc:3", "services/timeline/a.cc:1"])

    def test_clients_depend_on_the_contract_alone(self):
        client = Sample("clients/cli/a.cc", '#include "clarion/v1/docket.pb.h"\n#include "services/store/store.h"\n')
        self.assertEqual(found(layering.check_layering, client), ["clients/cli/a.cc:2"])

    def test_one_client_proves_with_the_law_of_the_services(self):
        text = '#include "services/proof/audit.h"\n#include "services/store/store.h"\n'
        audit, other = Sample("clients/cli/audit.cc", text), Sample("clients/cli/a.cc", text)
        self.assertEqual(found(layering.check_layering, audit, other),
                         ["clients/cli/audit.cc:2", "clients/cli/a.cc:1", "clients/cli/a.cc:2"])


class Length(unittest.TestCase):
    def test_seventy_lines_are_a_function_and_one_more_is_too_many(self):
        kept = Sample("services/core/a.cc", function_of(70))
        broken = Sample("services/core/b.cc", "\n" + function_of(71))
        self.assertEqual(found(length.check_function_length, kept, broken), ["services/core/b.cc:2"])

    def test_a_method_inside_a_class_is_measured_and_the_class_is_not(self):
        text = "class Desk {\n public:\n" + "  int a_;\n" * 80 + "  void Stop() {\n" + "    a();\n" * 70 + "  }\n};\n"
        self.assertEqual(found(length.check_function_length, Sample("services/core/a.h", text)), ["services/core/a.h:83"])

    def test_a_file_ends_at_four_hundred_lines(self):
        kept, broken = Sample("a/a.cc", "\n" * 400), Sample("a/b.cc", "\n" * 401)
        self.assertEqual(found(length.check_file_length, kept, broken), ["a/b.cc:401"])


class Words(unittest.TestCase):
    def test_unfinished_work_and_paths_of_one_machine_are_found(self):
        text = "// TO" "DO later\n// see /ho" "me/li/notes\n// build/release is fine\n"
        self.assertEqual(found(words.check_words, Sample("a.cc", text)), ["a.cc:1", "a.cc:2"])

    def test_a_header_opens_with_what_it_is(self):
        bare = Sample("services/core/a.h", "#pragma once\n")
        said = Sample("services/core/b.h", "// Says what it is.\n#pragma once\n")
        self.assertEqual(found(words.check_header_comment, bare, said), ["services/core/a.h:1"])

    def test_a_source_file_without_a_header_opens_with_what_it_is(self):
        bare, beside = Sample("services/core/a.cc", "int a;\n"), Sample("services/core/b.cc", "int b;\n")
        header = Sample("services/core/b.h", "// Says what it is.\n#pragma once\n")
        self.assertEqual(found(words.check_header_comment, bare, beside, header), ["services/core/a.cc:1"])

    def test_generated_files_are_not_kept(self):
        self.assertEqual(found(words.check_nothing_generated, Sample("gen/a.pb.h", "")), ["gen/a.pb.h:1"])


class Contract(unittest.TestCase):
    ERRORS = Sample("proto/clarion/v1/errors.proto",
                    "  // NOT_FOUND. Nobody.\n  ERROR_REASON_NOBODY = 1;\n  // Somebody.\n  ERROR_REASON_SOMEBODY = 2;\n")

    def test_a_reason_says_its_code(self):
        self.assertEqual(found(contract.check_reasons, self.ERRORS), ["proto/clarion/v1/errors.proto:4"])

    def test_a_refusal_that_is_no_reason_is_found(self):
        service = Sample("proto/clarion/v1/a_service.proto",
                         "  // Reads. Refused as\n  // NO_SUCH_THING.\n  rpc Read(A) returns (B);\n")
        self.assertEqual(found(contract.check_refusals_exist, self.ERRORS, service),
                         ["proto/clarion/v1/a_service.proto:3"])

    def test_an_rpc_that_no_test_calls_is_found(self):
        service = Sample("proto/clarion/v1/a_service.proto", "  rpc Read(A) returns (B);\n  rpc Write(A) returns (B);\n")
        test = Sample("tests/a/a_test.cc", "stub->Write(&context, request, &answer);\n")
        self.assertEqual(found(contract.check_every_rpc_is_tested, service, test), ["proto/clarion/v1/a_service.proto:1"])


class Promises(unittest.TestCase):
    def test_a_test_named_by_a_promise_exists(self):
        tests = Sample("tests/store/a_test.cc", "TEST_P(Disk, KeepsIt) {\n}\n")
        kept = Sample("docs/guarantees.md", "kept: `Disk.KeepsIt`\n")
        broken = Sample("docs/guarantees.md", "as is\nkept: `Disk.KeepsIt`, `Disk.KeptIt`\n")
        self.assertEqual(found(promises.check_promises_are_tested, tests, kept), [])
        self.assertEqual(found(promises.check_promises_are_tested, tests, broken), ["docs/guarantees.md:2"])


if __name__ == "__main__":
    unittest.main()
