#include "clients/cli/nouns.h"
namespace clarion::cli {
void AddDrill(CLI::App&, Chosen&) {}
}  // namespace clarion::cli
