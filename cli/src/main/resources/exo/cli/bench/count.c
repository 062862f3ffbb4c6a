/*
 * A plugin of QEMU's (TCG plugins, API version 1): counts every guest instruction that is executed, in eight bytes at the beginning of a
 * file that is named as count=PATH, so that whoever maps the file reads the count while the guest runs. QEMU's header for plugins is not
 * packaged everywhere: what is used of it is declared here.
 */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef uint64_t qemu_plugin_id_t;
typedef void (*translated)(qemu_plugin_id_t id, struct qemu_plugin_tb* block);
extern void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t id, translated callback);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb* block);
extern struct qemu_plugin_insn* qemu_plugin_tb_get_insn(const struct qemu_plugin_tb* block, size_t index);
extern void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn* instruction, int operation, void* count, uint64_t add);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;
static uint64_t* count;

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb* block) {
    for (size_t index = 0; index < qemu_plugin_tb_n_insns(block); index++) {
        qemu_plugin_register_vcpu_insn_exec_inline(qemu_plugin_tb_get_insn(block, index), 0, count, 1);
    }
}

__attribute__((visibility("default"))) int qemu_plugin_install(qemu_plugin_id_t id, const void* info, int argc, char** argv) {
    if (argc != 1 || strncmp(argv[0], "count=", 6) != 0) return 1;
    int file = open(argv[0] + 6, O_RDWR);
    if (file < 0) return 1;
    count = mmap(0, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    close(file);
    if (count == MAP_FAILED) return 1;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
    return 0;
}
